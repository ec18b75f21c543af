package io.kvkit.meter;

import io.kvkit.store.Key;

/** How far the windows of a key are shifted against those of other keys. */
final class Phase {

    private Phase() {}

    // The finalizer of SplitMix64. Hash codes of similar keys are close together; their phases must not be.
    static long of(Key key) {
        long z = key.text().hashCode() * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}
