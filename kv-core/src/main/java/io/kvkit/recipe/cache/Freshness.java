package io.kvkit.recipe.cache;

import io.kvkit.claim.ClaimRecord;

/** What the value of a record is good for at one moment. */
enum Freshness {
    /** It is the answer. */
    FRESH,
    /** It is the answer, and one call in the background computes the next one. */
    STALE,
    /** It replaces the failure of a computation. */
    FALLBACK,
    /** There is none, or it is too old for anything. */
    NONE;

    static Freshness of(ClaimRecord record, Staleness staleness, long nowMicros) {
        if (!record.hasValue()) {
            return NONE;
        }
        long fresh = record.freshUntil();
        if (fresh > nowMicros) {
            return FRESH;
        }
        if (record.hardUntil() <= nowMicros) {
            return NONE;
        }
        if (fresh + staleness.whileRevalidateMillis() * 1_000 > nowMicros) {
            return STALE;
        }
        return fresh + staleness.ifErrorMillis() * 1_000 > nowMicros ? FALLBACK : NONE;
    }

    /** Returns whether the value is past its time to live but still good for something. */
    boolean isStale() {
        return this == STALE || this == FALLBACK;
    }
}
