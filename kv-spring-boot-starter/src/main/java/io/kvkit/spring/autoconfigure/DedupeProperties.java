package io.kvkit.spring.autoconfigure;

import io.kvkit.annotation.DedupeEvent.InProgress;
import io.kvkit.annotation.DedupeEvent.StoreFailure;
import io.kvkit.spring.operation.DedupeSettings;
import io.kvkit.spring.operation.OperationSettings.Area;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.dedupe}.
 *
 * @param enabled whether @DedupeEvent does anything
 * @param order where @DedupeEvent stands among advisors; a lower number is further out
 * @param consumers settings by the name of the consumer: enabled, ttl, lease, in-progress, on-store-failure. They beat the attributes of the annotation
 */
record DedupeProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1100") int order,
        @DefaultValue Defaults defaults,
        @DefaultValue Map<String, DedupeSettings> consumers) {

    /**
     * What holds where neither the name's settings nor the annotation say anything.
     *
     * @param ttl how long an event is remembered after it was handled
     * @param lease after what time an event whose handler died may be handled again
     * @param inProgress what a delivery gets whose event is being handled: wait (one lease, then it fails) or reject. Unset: listeners wait, controllers reject
     * @param onStoreFailure what happens when the store fails: fail (the delivery fails) or proceed (the event is handled unguarded)
     */
    record Defaults(
            @DefaultValue("7d") Duration ttl,
            @DefaultValue("30s") Duration lease,
            @Nullable InProgress inProgress,
            @DefaultValue("fail") StoreFailure onStoreFailure) {}

    Area<DedupeSettings> area() {
        var settings =
                new DedupeSettings(null, defaults.ttl, defaults.lease, defaults.inProgress, defaults.onStoreFailure);
        return new Area<>(enabled, settings, consumers);
    }
}
