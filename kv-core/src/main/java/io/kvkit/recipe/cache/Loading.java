package io.kvkit.recipe.cache;

/**
 * How the calls of a cache load results and wait for them; all times in milliseconds.
 *
 * <p>With the soft and the hard time, a call stops waiting for a computation that goes on without it and still stores its
 * result. A method that returns its value then computes on the executor of the driver: always with a hard time, and with
 * a soft one if there is a stale value.
 *
 * @param leaseMillis how long a computation holds its claim unless it is renewed
 * @param maxWaitMillis how long a call waits for another call's computation before it computes for itself
 * @param softMillis after what time a call gets a stale value, if there is one; 0 for never
 * @param hardMillis after what time a call fails with a {@link CacheLoadTimeoutException}; 0 for never
 * @since 0.1
 */
public record Loading(long leaseMillis, long maxWaitMillis, long softMillis, long hardMillis) {

    /** The default times: calls wait until the computation has ended. */
    public static final Loading BUILT_IN = new Loading(10_000, 10_000, 0, 0);

    public Loading {
        if (leaseMillis <= 0 || maxWaitMillis < 0) {
            throw new IllegalArgumentException("A cache needs a positive lease, and a max-wait that is not negative");
        }
        if (softMillis < 0 || hardMillis < 0) {
            throw new IllegalArgumentException("softTimeout and hardTimeout are not negative");
        }
        if (hardMillis > 0 && softMillis >= hardMillis) {
            throw new IllegalArgumentException("A softTimeout is shorter than the hardTimeout of " + hardMillis
                    + " ms, but this one is " + softMillis + " ms");
        }
    }

    /** Returns times without a soft and a hard one. */
    public static Loading of(long leaseMillis, long maxWaitMillis) {
        return new Loading(leaseMillis, maxWaitMillis, BUILT_IN.softMillis, BUILT_IN.hardMillis);
    }

    /** Returns the same times with another soft and another hard time; 0 for never. */
    public Loading withTimeouts(long soft, long hard) {
        return new Loading(leaseMillis, maxWaitMillis, soft, hard);
    }
}
