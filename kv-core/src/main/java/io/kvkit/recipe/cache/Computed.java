package io.kvkit.recipe.cache;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Flight.End;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A computed result, and how it is to be stored.
 *
 * @param result the result
 * @param payload its bytes; null if it cannot be encoded
 * @param ttlMillis how long it may be stored, in milliseconds; 0 not to store it
 */
record Computed(@Nullable Object result, byte @Nullable [] payload, long ttlMillis) {

    /** Inspects a result with the code of the application, on a thread that may run it. */
    static Computed of(CacheParts parts, CacheCall call, @Nullable Object result) {
        byte[] payload = parts.encode(call, result);
        OptionalLong ttl = parts.results().ttlMillis(call, result);
        if (ttl.isEmpty()) {
            parts.tell(call, Outcome.PASSED_BY);
        }
        return new Computed(result, payload, payload == null ? 0 : ttl.orElse(0));
    }

    Computed withTtl(long millis) {
        return new Computed(result, payload, millis);
    }

    /** Returns the end for the calls that wait for the result. */
    End end() {
        return payload == null ? new End.Shared(result) : new End.Landed(payload);
    }
}
