package io.kvkit.spring.operation;

import io.kvkit.spring.operation.attribute.Attributes;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The two durations of a record that is claimed and then kept.
 *
 * @param ttl how long the record is kept
 * @param lease the time after which the claim of a dead owner expires
 */
public record LeasedTimes(Duration ttl, Duration lease) {

    /**
     * Reads both durations and refuses a lease above the ttl.
     *
     * @param own the attributes of the annotation; null for a name that no annotation has
     */
    public static <S> LeasedTimes of(
            Layers<S> layers,
            Function<S, @Nullable Duration> ttlOf,
            Function<S, @Nullable Duration> leaseOf,
            @Nullable Attributes own,
            LeasedTimes builtIn) {
        Duration ownTtl = own == null ? null : own.duration("ttl");
        Duration ownLease = own == null ? null : own.duration("lease");
        Duration ttl = layers.duration("ttl", ttlOf, ownTtl, builtIn.ttl());
        Duration lease = layers.duration("lease", leaseOf, ownLease, builtIn.lease());
        if (lease.compareTo(ttl) > 0) {
            throw layers.error(
                    layers.origin("lease", "lease", leaseOf, ownLease),
                    lease,
                    "it is longer than the ttl, " + ttl,
                    "Set a lease that is not longer than the ttl, or a longer ttl");
        }
        return new LeasedTimes(ttl, lease);
    }
}
