package io.kvkit.recipe.cache;

/**
 * For how long a cache gives out values after their time to live, with the names of RFC 5861; all times in milliseconds.
 *
 * <p>An invalidation beats every one of these times: it removes the stale value too.
 *
 * @param whileRevalidateMillis how long after its time to live a value is given out at once, while one call in the
 *     background computes the next one; 0 for never
 * @param ifErrorMillis how long after its time to live a value is given out instead of the failure of a computation; 0
 *     for never
 * @param retryPauseMillis how long after a failed computation no other one is started while there is a stale value; 0 for
 *     no pause
 * @since 0.1
 */
public record Staleness(long whileRevalidateMillis, long ifErrorMillis, long retryPauseMillis) {

    /** No value is given out after its time to live. */
    public static final Staleness NONE = new Staleness(0, 0, 1_000);

    public Staleness {
        if (whileRevalidateMillis < 0 || ifErrorMillis < 0 || retryPauseMillis < 0) {
            throw new IllegalArgumentException("staleWhileRevalidate, staleIfError and retryPause are not negative");
        }
    }

    /** Returns whether there are stale values at all. */
    public boolean isServed() {
        return lifeMillis() > 0;
    }

    /** Returns how long a value is stored after its time to live. */
    long lifeMillis() {
        return Math.max(whileRevalidateMillis, ifErrorMillis);
    }
}
