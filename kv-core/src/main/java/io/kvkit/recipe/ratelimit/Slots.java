package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;

/** The places of keys in tables whose sizes are powers of two. */
final class Slots {

    private Slots() {}

    // Hash codes of similar keys differ in their last bits only.
    static int of(Key key, int count) {
        int hash = key.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (count - 1);
    }
}
