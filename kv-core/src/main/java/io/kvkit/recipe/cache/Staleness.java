package io.kvkit.recipe.cache;

/**
 * For how long a cache gives out values after their time to live, with the names of RFC 5861, and how early it computes
 * the next ones; all times in milliseconds.
 *
 * <p>An invalidation beats every one of these times: it removes the stale value too.
 *
 * @param whileRevalidateMillis how long after its time to live a value is given out at once, while one call in the
 *     background computes the next one; 0 for never
 * @param ifErrorMillis how long after its time to live a value is given out instead of the failure of a computation; 0
 *     for never
 * @param retryPauseMillis how long after a failed computation no other one is started while there is a stale value; 0 for
 *     no pause
 * @param early how early a call that gets a fresh value computes the next one in the background: the beta of "Optimal
 *     Probabilistic Cache Stampede Prevention" (VLDB 2015). With 1, the first of many calls does so about as long before
 *     the end of the time to live as a computation takes, with 2 about twice as long; 0 for never
 * @since 0.1
 */
public record Staleness(long whileRevalidateMillis, long ifErrorMillis, long retryPauseMillis, double early) {

    /** No value is given out after its time to live, and no value is computed before. */
    public static final Staleness NONE = new Staleness(0, 0, 1_000);

    public Staleness {
        if (whileRevalidateMillis < 0 || ifErrorMillis < 0 || retryPauseMillis < 0) {
            throw new IllegalArgumentException("staleWhileRevalidate, staleIfError and retryPause are not negative");
        }
        if (!(early >= 0 && early <= 1_000)) {
            throw new IllegalArgumentException("earlyRefresh is at least 0 and at most 1000, but this one is " + early);
        }
    }

    /** Creates times without early computations. */
    public Staleness(long whileRevalidateMillis, long ifErrorMillis, long retryPauseMillis) {
        this(whileRevalidateMillis, ifErrorMillis, retryPauseMillis, 0);
    }

    /** Returns the same times with another eagerness. */
    public Staleness withEarly(double beta) {
        return new Staleness(whileRevalidateMillis, ifErrorMillis, retryPauseMillis, beta);
    }

    /** Returns whether there are stale values at all. */
    public boolean isServed() {
        return servedMillis() > 0;
    }

    /** Returns whether a value is there while the next one is computed. */
    public boolean isKept() {
        return lifeMillis() > 0;
    }

    private long servedMillis() {
        return Math.max(whileRevalidateMillis, ifErrorMillis);
    }

    /** Returns how long a value is stored after its time to live. Then its record has room for a claim. */
    long lifeMillis() {
        return Math.max(servedMillis(), early > 0 ? 1 : 0);
    }
}
