package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * Something that happened in a cache. Every call that asks a cache gives exactly one of the first six outcomes; the
 * others come on top.
 *
 * @param namespace where the entries of the cache are
 * @param outcome what happened
 * @since 0.1
 */
public record CacheEvent(Namespace namespace, Outcome outcome) implements CallEvent {

    /** What happened in a cache. */
    public enum Outcome {
        /** The result was found. */
        HIT,
        /** Null or an empty Optional was found. */
        NULL_HIT,
        /** The result is computed by this call. */
        MISS,
        /** The call takes the result of another call's computation that it waited for. */
        JOINED,
        /** The call computes without a claim: it had waited too long, or would have waited for itself. */
        BYPASS,
        /** The store failed, so the result is computed without it. */
        STORE_FAILURE,
        /** A stored record was damaged or of another type, and was dropped. */
        CORRUPT,
        /** A result could not be encoded, so it was not stored. */
        NOT_ENCODABLE,
        /**
         * A computed result was not stored: the key was invalidated or claimed by another meanwhile, or the store
         * failed, and storing is tried again in the background.
         */
        NOT_STORED,
        /** An invalidation failed and is repeated in the background. */
        INVALIDATION_FAILED,
        /** More invalidations wait to be repeated than are remembered: an old value may live until its expiry. */
        INVALIDATION_LOST,
        /**
         * The key or an expression of an annotation failed: the call went on without the cache, or nothing was kept or
         * removed.
         */
        PASSED_BY
    }
}
