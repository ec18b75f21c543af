package io.kvkit.recipe.cache;

import io.kvkit.store.Key;
import java.util.SplittableRandom;

/** What else happens to the processes of an interleaving. */
interface Surroundings {

    /** Nothing happens, and every process has heard of a change when the change ends. */
    Surroundings CALM = new Surroundings() {};

    /** Returns for how long a process may not notice what another one changes. */
    default long unnoticedNanos() {
        return 0;
    }

    /** Returns how often a process reads the key at once. */
    default int readsInARow() {
        return 1;
    }

    /** Returns whether the store has certainly seen what a process invalidated. */
    default boolean isReliable(CacheOnRedis process) {
        return true;
    }

    /** Removes what is stored under a key, as another program does. */
    default void change(CacheOnRedis process, Key key, SplittableRandom random) {
        process.delete(key);
    }

    /** Perhaps something happens to the processes. */
    default void happen(SplittableRandom random, Truth truth, Key key) {}

    /** Ends what makes calls wait. */
    default void heal() {}
}
