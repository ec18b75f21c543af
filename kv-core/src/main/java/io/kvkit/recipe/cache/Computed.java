package io.kvkit.recipe.cache;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Flight.End;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A result, and what is to become of it.
 *
 * @param result the result
 * @param payload its bytes; null when it cannot be encoded
 * @param ttlMillis how long it may be stored, in milliseconds; 0 for not at all
 */
record Computed(@Nullable Object result, byte @Nullable [] payload, long ttlMillis) {

    /** Looks at a result with the code of the application, on a thread where that may run. */
    static Computed of(CacheParts parts, CacheCall call, @Nullable Object result) {
        byte[] payload = parts.encode(call, result);
        OptionalLong ttl = parts.results().ttlMillis(call, result);
        if (ttl.isEmpty()) {
            parts.tell(call, Outcome.PASSED_BY);
        }
        return new Computed(result, payload, payload == null ? 0 : ttl.orElse(0));
    }

    /** What the calls that wait for it get. */
    End end() {
        return payload == null ? new End.Shared(result) : new End.Landed(payload);
    }
}
