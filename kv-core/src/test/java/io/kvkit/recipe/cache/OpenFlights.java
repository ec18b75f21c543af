package io.kvkit.recipe.cache;

/** How many computations of a cache are under way, for tests outside its package. */
public final class OpenFlights {

    private OpenFlights() {}

    public static int of(Cache cache) {
        return cache.open();
    }
}
