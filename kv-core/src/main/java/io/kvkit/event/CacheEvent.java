package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * Something that happened in a cache. Every call gives exactly one outcome that {@linkplain Outcome#isOfCall() says
 * where its result came from}; the others may occur in addition. A call whose caller gives up before that is known, by an
 * interrupt or a cancellation, may give none.
 *
 * @param namespace the namespace of the entries of the cache
 * @param outcome what happened
 * @since 0.1
 */
public record CacheEvent(Namespace namespace, Outcome outcome) implements CallEvent {

    /** What happened in a cache. */
    public enum Outcome {
        /** The result was found in the store. */
        HIT,
        /** Null or an empty Optional was found in the store. */
        NULL_HIT,
        /** The result was found in the near cache. */
        NEAR_HIT,
        /** Null or an empty Optional was found in the near cache. */
        NEAR_NULL_HIT,
        /**
         * A value past its time to live was found and given out: another call computes the next one, or the last
         * computation has just failed.
         */
        STALE,
        /** This call computes the result. */
        MISS,
        /** The call waited for the computation of another call, or its transaction has computed the result already. */
        JOINED,
        /** The call computes without a claim, because it waited too long or would have waited for itself. */
        BYPASS,
        /** The call did not ask the cache: by its condition, its key or its transaction. It computes. */
        SKIPPED,
        /** A call of a client that does not compute found no fresh value. */
        ABSENT,
        /** The store failed, so the call computes without it; a call of a client that does not compute fails. */
        STORE_FAILURE,
        /** A computation in the background began, because a value was past its time to live. */
        REFRESH,
        /** A computation failed. */
        LOAD_FAILED,
        /** A call got a value past its time to live instead of the failure of a computation. */
        STALE_ON_ERROR,
        /** A call got a value past its time to live after the soft timeout; the computation goes on. */
        STALE_ON_TIMEOUT,
        /** A call failed at its hard timeout; the computation goes on. */
        TIMED_OUT,
        /** A stored record was damaged or of another type, and was dropped. */
        CORRUPT,
        /** A stored record of a sealed cache was not sealed, or not by a known key for its key. */
        SEAL_BROKEN,
        /**
         * A stored result was no longer valid by the rules of the application, or was null where the method cannot return
         * null, and was dropped.
         */
        INVALID,
        /** A result could not be encoded, so it was not stored. */
        NOT_ENCODABLE,
        /**
         * A computed result was not stored: the key was invalidated or claimed by another call in the meantime, or the
         * store failed and storing is repeated in the background.
         */
        NOT_STORED,
        /** An invalidation failed and is repeated in the background. */
        INVALIDATION_FAILED,
        /** More invalidations wait to be repeated than kvkit remembers: an old value may live until it expires. */
        INVALIDATION_LOST,
        /**
         * The key or an expression of an annotation failed: the call continued without the cache, or nothing was stored
         * or removed.
         */
        PASSED_BY;

        /** Returns whether this is one of the outcomes of which every call gives exactly one. */
        public boolean isOfCall() {
            return compareTo(STORE_FAILURE) <= 0;
        }
    }
}
