package io.kvkit.spring.idempotent;

import io.kvkit.annotation.Idempotent.Abandoned;
import io.kvkit.annotation.Idempotent.InProgress;
import io.kvkit.annotation.Idempotent.StoreFailure;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.near.NearRecords;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.AttemptTerms;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.SealingKey;
import io.kvkit.spring.operation.attribute.ValueRules;
import io.kvkit.store.Durability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties under {@code kv.idempotency}.
 *
 * @param enabled whether @Idempotent does anything
 * @param order where @Idempotent stands among advisors; a lower number is further out
 * @param store the name of the store that keeps the records: one of kv.stores, or a KvStore bean. Unset: the default store
 * @param durability where a claim or a result must be before it counts: none (in the memory of the server), replica (also on a replica) or aof (also on the disk of the server)
 * @param durabilityTimeout how long a change waits for that; less than half of the timeout of the store
 * @param maxRequestSize the largest body that is held in order to compare it with that of another request of the same key, or for a webhook whose signature, id or digest needs it; a larger one is answered with 413
 * @param lifetimeHeader whether answers to requests with a key tell for how many seconds it is remembered, in the header Idempotency-Key-Lifetime
 * @param notRecordedHeaders the headers of a response that are not recorded, and so not replayed; a star at the end stands for any rest. The list takes the place of the built-in one
 * @param near which results also answer their duplicates without the store
 * @param keys the keys of sealed operations. The first one seals, all of them open
 * @param operations settings by the name of the operation: enabled, header, key-required, ttl, lease, in-progress, on-store-failure, on-abandoned, max-attempts, max-run-time, sealed. They beat the attributes of the annotation
 */
public record IdempotencyProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1200") int order,
        @Nullable String store,
        @DefaultValue("none") Durability.Level durability,
        @DefaultValue("100ms") Duration durabilityTimeout,
        @DefaultValue("10MB") DataSize maxRequestSize,
        @DefaultValue("false") boolean lifetimeHeader,
        @Nullable List<String> notRecordedHeaders,
        @DefaultValue Near near,
        @DefaultValue List<SealingKey> keys,
        @DefaultValue Defaults defaults,
        @DefaultValue Map<String, Operation> operations)
        implements AreaProperties<IdempotencyProperties.Operation> {

    /**
     * What holds where neither the name's settings nor the annotation say anything.
     *
     * @param header the request header that holds the key
     * @param keyRequired whether a call must have a key
     * @param ttl how long a result is kept
     * @param lease after what time a call whose process died may run again; it is renewed at a third of it
     * @param inProgress what happens to a call while another call with its key is running: reject or wait (for at most one lease, then it is refused)
     * @param onStoreFailure what happens when the store fails: fail (the call fails) or proceed (it runs unguarded)
     * @param onAbandoned what happens to the key of a call whose process died: retry (the next call takes over) or hold (until somebody decides)
     * @param maxAttempts how many attempts may fail or die before the key is parked; 0 for any number
     * @param maxRunTime how long the lease of a call is renewed at most
     */
    public record Defaults(
            @DefaultValue("Idempotency-Key") String header,
            @DefaultValue("true") boolean keyRequired,
            @DefaultValue("24h") Duration ttl,
            @DefaultValue("30s") Duration lease,
            @DefaultValue("reject") InProgress inProgress,
            @DefaultValue("fail") StoreFailure onStoreFailure,
            @DefaultValue("retry") Abandoned onAbandoned,
            @DefaultValue("0") int maxAttempts,
            @DefaultValue("1h") Duration maxRunTime) {}

    /**
     * Which results this JVM keeps besides the store. It has no effect with the memory store.
     *
     * @param maxSize how much memory they may take, with their keys; 0 for none
     * @param maxStaleness after what time a result is read from the store again; the bound for how long a record that another process has deleted is still replayed
     */
    public record Near(
            @DefaultValue("0B") DataSize maxSize,
            @DefaultValue("10s") Duration maxStaleness) {

        /** Returns these settings for the recipe. */
        public NearRecords records() {
            return new NearRecords(maxSize.toBytes(), maxStaleness);
        }
    }

    /** What the configuration says about one operation; null where it says nothing. */
    public record Operation(
            @Nullable Boolean enabled,
            @Nullable String header,
            @Nullable Boolean keyRequired,
            @Nullable Duration ttl,
            @Nullable Duration lease,
            @Nullable InProgress inProgress,
            @Nullable StoreFailure onStoreFailure,
            @Nullable Abandoned onAbandoned,
            @Nullable Integer maxAttempts,
            @Nullable Duration maxRunTime,
            @Nullable Boolean sealed) {

        /** Settings that say nothing. */
        public static final Operation NONE =
                new Operation(null, null, null, null, null, null, null, null, null, null, null);
    }

    @Override
    public void check() {
        check("kv.idempotency.defaults", defaults.ttl, defaults.lease, defaults.header);
        AttemptTerms.check("kv.idempotency.defaults", defaults.maxAttempts, defaults.maxRunTime);
        ValueRules.size("kv.idempotency.max-request-size", maxRequestSize);
        ValueRules.sizeOrNone("kv.idempotency.near.max-size", near.maxSize);
        ValueRules.positive("kv.idempotency.near.max-staleness", near.maxStaleness);
        ValueRules.positive("kv.idempotency.durability-timeout", durabilityTimeout);
        checkNotRecorded();
        SealingKey.keyring("kv.idempotency.keys", keys);
        operations.forEach((name, it) -> {
            check("kv.idempotency.operations." + name, it.ttl, it.lease, it.header);
            AttemptTerms.check("kv.idempotency.operations." + name, it.maxAttempts, it.maxRunTime);
        });
    }

    private static void check(String name, @Nullable Duration ttl, @Nullable Duration lease, @Nullable String header) {
        ValueRules.positive(name + ".ttl", ttl);
        ValueRules.positive(name + ".lease", lease);
        ValueRules.header(name + ".header", header);
    }

    private void checkNotRecorded() {
        for (int i = 0; notRecordedHeaders != null && i < notRecordedHeaders.size(); i++) {
            String header = notRecordedHeaders.get(i);
            if (!isHeaderOrPrefix(header)) {
                throw new KvPropertyException(
                        "kv.idempotency.not-recorded-headers[" + i + "]=" + header + " is not the name of a header",
                        "Write a name such as X-Trace, or a prefix with an asterisk such as X-Trace-*");
            }
        }
    }

    // An asterisk is a legal part of a name, but here it is reserved for the end of a prefix.
    private static boolean isHeaderOrPrefix(String header) {
        String name = header.endsWith("*") ? header.substring(0, header.length() - 1) : header;
        return ValueRules.isHeader(name) && !name.contains("*");
    }

    /** How an operation behaves whose name no annotation has; null if no property has it either. */
    public @Nullable OnceSettings named(String name) {
        return operations.containsKey(name)
                ? IdempotentParser.settings(new Layers<>(null, settings(), name), null)
                : null;
    }

    /** Returns whether the operation with a name is enabled, as far as properties say so. */
    boolean isEnabled(String name) {
        Operation operation = operations.get(name);
        return enabled && (operation == null || !Boolean.FALSE.equals(operation.enabled));
    }

    /** Returns whether the operation with a name is sealed, as far as properties say so. */
    boolean isSealed(String name) {
        Operation operation = operations.get(name);
        return operation != null && Boolean.TRUE.equals(operation.sealed);
    }

    @Override
    public Durability durable() {
        return new Durability(durability, durabilityTimeout);
    }

    @Override
    public AreaSettings<Operation> settings() {
        var settings = new Operation(
                null,
                defaults.header,
                defaults.keyRequired,
                defaults.ttl,
                defaults.lease,
                defaults.inProgress,
                defaults.onStoreFailure,
                defaults.onAbandoned,
                defaults.maxAttempts,
                defaults.maxRunTime,
                null);
        return new AreaSettings<>(IdempotencyArea.IDEMPOTENCY, enabled, settings, operations);
    }
}
