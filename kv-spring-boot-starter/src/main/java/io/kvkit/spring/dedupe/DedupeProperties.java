package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent.Abandoned;
import io.kvkit.annotation.DedupeEvent.InProgress;
import io.kvkit.annotation.DedupeEvent.StoreFailure;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.AttemptTerms;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.attribute.ValueRules;
import io.kvkit.store.Durability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.Delimiter;

/**
 * The properties under {@code kv.dedupe}.
 *
 * @param enabled whether @DedupeEvent does anything
 * @param order where @DedupeEvent stands among advisors; a lower number is further out. Keep it below those of @Idempotent and @Cached, so that signatures are verified first
 * @param store the name of the store that keeps the records: one of kv.stores, or a KvStore bean. Unset: the default store
 * @param durability where the claim of an event, or that it was handled, must be before it counts: none (in the memory of the server), replica (also on a replica) or aof (also on the disk of the server)
 * @param durabilityTimeout how long a change waits for that; less than half of the timeout of the store
 * @param consumers settings by the name of the consumer: enabled, ttl, lease, in-progress, on-store-failure, on-abandoned, max-attempts, max-run-time, compact-for, secret. They beat the attributes of the annotation
 */
public record DedupeProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1100") int order,
        @Nullable String store,
        @DefaultValue("none") Durability.Level durability,
        @DefaultValue("100ms") Duration durabilityTimeout,
        @DefaultValue Defaults defaults,
        @DefaultValue Map<String, Consumer> consumers,
        @DefaultValue Kafka kafka)
        implements AreaProperties<DedupeProperties.Consumer> {

    /**
     * What holds where neither the name's settings nor the annotation say anything.
     *
     * @param ttl how long an event is remembered after it was handled
     * @param lease after what time an event whose handler died may be handled again
     * @param inProgress what a delivery gets whose event is being handled: wait (one lease, then it fails) or reject. Unset: listeners wait, controllers reject
     * @param onStoreFailure what happens when the store fails: fail (the delivery fails) or proceed (the event is handled unguarded)
     * @param onAbandoned what happens to an event whose handler's process died: retry (the next delivery takes over) or hold (until somebody decides)
     * @param maxAttempts how many attempts may fail or die before the event is parked; 0 for any number
     * @param maxRunTime how long the lease of a handler is renewed at most
     */
    public record Defaults(
            @DefaultValue("7d") Duration ttl,
            @DefaultValue("30s") Duration lease,
            @Nullable InProgress inProgress,
            @DefaultValue("fail") StoreFailure onStoreFailure,
            @DefaultValue("retry") Abandoned onAbandoned,
            @DefaultValue("0") int maxAttempts,
            @DefaultValue("1h") Duration maxRunTime) {}

    /**
     * What listeners of Kafka need.
     *
     * @param redeliver whether the error handlers of containers deliver a record again, without a bound, while nobody knows that its event was handled
     */
    public record Kafka(@DefaultValue("true") boolean redeliver) {}

    /**
     * What the configuration says about one consumer; null where it says nothing.
     *
     * @param compactFor about how many events are remembered at a time, if handled events are to be stored compactly; 0 for a record for each event. Another number can make handled events unknown
     * @param secret the secrets by which the sender of the preset signs its events: one, or several while they are replaced. An event without a valid signature is refused
     */
    public record Consumer(
            @Nullable Boolean enabled,
            @Nullable Duration ttl,
            @Nullable Duration lease,
            @Nullable InProgress inProgress,
            @Nullable StoreFailure onStoreFailure,
            @Nullable Abandoned onAbandoned,
            @Nullable Integer maxAttempts,
            @Nullable Duration maxRunTime,
            @Nullable Integer compactFor,
            @Delimiter(Delimiter.NONE) @Nullable List<String> secret) {

        /** Settings that say nothing. */
        public static final Consumer NONE = new Consumer(null, null, null, null, null, null, null, null, null, null);

        // Without the secrets.
        @Override
        public String toString() {
            return "Consumer[enabled=" + enabled + ", ttl=" + ttl + ", lease=" + lease + ", inProgress=" + inProgress
                    + ", onStoreFailure=" + onStoreFailure + ", onAbandoned=" + onAbandoned + ", maxAttempts="
                    + maxAttempts + ", maxRunTime=" + maxRunTime + ", compactFor=" + compactFor + "]";
        }
    }

    @Override
    public void check() {
        check("kv.dedupe.defaults", defaults.ttl, defaults.lease);
        AttemptTerms.check("kv.dedupe.defaults", defaults.maxAttempts, defaults.maxRunTime);
        ValueRules.positive("kv.dedupe.durability-timeout", durabilityTimeout);
        consumers.forEach((name, it) -> {
            check("kv.dedupe.consumers." + name, it.ttl(), it.lease());
            AttemptTerms.check("kv.dedupe.consumers." + name, it.maxAttempts(), it.maxRunTime());
            ValueRules.range("kv.dedupe.consumers." + name + ".compact-for", it.compactFor(), 0, Integer.MAX_VALUE);
            requireText("kv.dedupe.consumers." + name + ".secret", it.secret());
        });
    }

    private static void check(String name, @Nullable Duration ttl, @Nullable Duration lease) {
        ValueRules.positive(name + ".ttl", ttl);
        ValueRules.positive(name + ".lease", lease);
    }

    private static void requireText(String property, @Nullable List<String> secrets) {
        if (secrets != null && (secrets.isEmpty() || secrets.stream().anyMatch(String::isBlank))) {
            throw new KvPropertyException(
                    property + " is empty", "Write the secret that the sender shows, or remove the property");
        }
    }

    /** How a consumer behaves whose name no annotation has; null if no property has it either. */
    public @Nullable OnceSettings named(String name) {
        return consumers.containsKey(name)
                ? DedupeParser.settings(new Layers<>(null, settings(), name), null, OnceSettings.DEDUPE.inProgress())
                : null;
    }

    @Override
    public Durability durable() {
        return new Durability(durability, durabilityTimeout);
    }

    @Override
    public AreaSettings<Consumer> settings() {
        var settings = new Consumer(
                null,
                defaults.ttl,
                defaults.lease,
                defaults.inProgress,
                defaults.onStoreFailure,
                defaults.onAbandoned,
                defaults.maxAttempts,
                defaults.maxRunTime,
                null,
                null);
        return new AreaSettings<>(DedupeArea.DEDUPE, enabled, settings, consumers);
    }
}
