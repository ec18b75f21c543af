package io.kvkit.store;

import java.time.Duration;
import java.util.Map;

/**
 * The result of a health check of a store: whether it can serve requests.
 *
 * <p>A store that works although something is wrong reports the problem in the detail {@value #DEGRADED}.
 *
 * @param up whether a script was run
 * @param latency how long that took; above zero
 * @param details details for operators, such as type, address without credentials, version and error
 * @since 0.1
 */
public record StoreHealth(boolean up, Duration latency, Map<String, String> details) {

    /** The detail that says what is wrong with a store that still works. */
    public static final String DEGRADED = "degraded";

    public StoreHealth {
        details = Map.copyOf(details);
    }

    /** Returns whether the store works although something is wrong. */
    public boolean degraded() {
        return up && details.containsKey(DEGRADED);
    }
}
