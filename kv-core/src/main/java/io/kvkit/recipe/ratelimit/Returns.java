package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how often permits were given back. Keys whose hashes meet are counted together. */
final class Returns {

    private final AtomicLongArray counts = new AtomicLongArray(1_024);

    void add(Key key) {
        counts.incrementAndGet(place(key));
    }

    /** Returns the count for the keys of a call. */
    long of(RateLimitCall call) {
        long sum = 0;
        for (Charge charge : call.charges()) {
            sum += counts.get(place(charge.key()));
        }
        return sum;
    }

    private int place(Key key) {
        return Slots.of(key, counts.length());
    }
}
