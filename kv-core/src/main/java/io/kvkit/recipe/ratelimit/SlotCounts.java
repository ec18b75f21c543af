package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how often something happened to each key. Keys whose hashes meet are counted together. Safe for use by several threads. */
final class SlotCounts {

    private final AtomicLongArray counts = new AtomicLongArray(1_024);

    void add(Key key) {
        counts.incrementAndGet(place(key));
    }

    /** Returns the count for a key. */
    long of(Key key) {
        return counts.get(place(key));
    }

    /** Returns the count for the keys of a call. */
    long of(RateLimitCall call) {
        long sum = 0;
        for (Charge charge : call.charges()) {
            sum += of(charge.key());
        }
        return sum;
    }

    private int place(Key key) {
        return Slots.of(key, counts.length());
    }
}
