package io.kvkit.recipe.cache;

/**
 * How long calls wait for a computation that goes on without them and still stores its result; all times in milliseconds.
 *
 * <p>A method that returns its value then computes on the executor of the driver: always with a hard time, and with a soft
 * one if there is a stale value.
 *
 * @param softMillis after what time a call gets a stale value, if there is one; 0 for never
 * @param hardMillis after what time a call fails with a {@link CacheLoadTimeoutException}; 0 for never
 * @since 0.1
 */
public record LoadTimeouts(long softMillis, long hardMillis) {

    /** Calls wait until the computation has ended. */
    public static final LoadTimeouts NONE = new LoadTimeouts(0, 0);

    public LoadTimeouts {
        if (softMillis < 0 || hardMillis < 0) {
            throw new IllegalArgumentException("softTimeout and hardTimeout are not negative");
        }
        if (hardMillis > 0 && softMillis >= hardMillis) {
            throw new IllegalArgumentException("A softTimeout is shorter than the hardTimeout of " + hardMillis
                    + " ms, but this one is " + softMillis + " ms");
        }
    }
}
