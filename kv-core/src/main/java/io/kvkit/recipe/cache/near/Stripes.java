package io.kvkit.recipe.cache.near;

import io.kvkit.store.Key;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts changes, so that a read can tell whether its key may have changed since it began. Keys share counters, so a
 * read may be told of a change of another key.
 */
final class Stripes {

    private static final int COUNT = 256;

    private final AtomicIntegerArray changes = new AtomicIntegerArray(COUNT);
    private final AtomicInteger epoch = new AtomicInteger();

    /** Returns the number of changes of the key, and of others. */
    int version(Key key) {
        return changes.get(stripe(key));
    }

    /** Counts a change of a key. */
    void bump(Key key) {
        changes.incrementAndGet(stripe(key));
    }

    /** Returns how often all keys may have changed. */
    int epoch() {
        return epoch.get();
    }

    /** Counts a change of all keys. */
    void bumpAll() {
        epoch.incrementAndGet();
    }

    private static int stripe(Key key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & COUNT - 1;
    }
}
