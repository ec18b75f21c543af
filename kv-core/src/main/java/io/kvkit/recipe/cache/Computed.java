package io.kvkit.recipe.cache;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Flight.End;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A computed result, and how it is to be stored.
 *
 * @param result the result
 * @param payload its bytes; null if it cannot be encoded
 * @param ttlMillis how long it may be stored, in milliseconds; 0 not to store it
 * @param tags the hashes of its tags
 * @param kept whether it is the value that was stored before, and gets a new life only
 */
record Computed(@Nullable Object result, byte @Nullable [] payload, long ttlMillis, List<Long> tags, boolean kept) {

    /** Inspects a result with the code of the application, on a thread that may run it. */
    static Computed of(CacheParts parts, CacheTicket ticket, @Nullable Object result) {
        return ticket instanceof CacheTicket.Alone
                ? unstored(result)
                : of(parts, ticket.call(), result, ticket instanceof CacheTicket.Claimed own ? own.refresh() : null);
    }

    /** Inspects a result that was not computed by a call. */
    static Computed of(CacheParts parts, CacheCall call, @Nullable Object result) {
        return of(parts, call, result, null);
    }

    private static Computed of(
            CacheParts parts, CacheCall call, @Nullable Object result, @Nullable Refresh<?> refresh) {
        Refresh.Old old = refresh == null ? null : refresh.kept(result);
        String validator = refresh == null ? null : refresh.newValidator();
        byte[] payload = old == null ? parts.encode(call, result, validator) : old.payload();
        OptionalLong ttl = parts.results().ttlMillis(call, result, refresh == null ? null : refresh.ttl());
        // The parts of a long value do not live longer than the record was to live.
        Refresh.Old kept = old == null || parts.chunks().isLong(old.payload()) ? null : old;
        boolean storable = payload != null && ttl.orElse(0) > 0;
        List<Long> tags = !storable
                ? List.of()
                : kept != null ? kept.tags() : parts.results().tags(call, result);
        if (ttl.isEmpty() || tags == null) {
            parts.tell(call, Outcome.PASSED_BY);
        }
        return storable && tags != null
                ? new Computed(result, payload, ttl.orElse(0), tags, kept != null)
                : new Computed(result, payload, 0, List.of(), false);
    }

    /** Returns a result that is for its caller only. */
    static Computed unstored(@Nullable Object result) {
        return new Computed(result, null, 0, List.of(), false);
    }

    /** Returns the value part of the record. */
    byte[] value(CacheCall call, byte[] encoded) {
        return call.settings().tagged() ? Tagged.of(tags, encoded) : encoded;
    }

    /** Returns the same result as one that is stored with its payload, because what was stored is gone. */
    Computed anew() {
        return new Computed(result, payload, ttlMillis, tags, false);
    }

    Computed withTtl(long millis) {
        return new Computed(result, payload, millis, tags, kept);
    }

    /** Returns the end for the calls that wait for the result. */
    End end(long stamp) {
        return payload == null ? new End.Shared(result, stamp) : new End.Landed(payload, stamp);
    }
}
