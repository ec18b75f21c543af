package io.kvkit.store;

import java.time.Duration;
import java.util.Map;

/**
 * The answer of a store to the question whether it can decide.
 *
 * <p>A store that decides although something is wrong tells what that is under the detail {@value #DEGRADED}.
 *
 * @param up whether a script was run
 * @param latency how long that took; above zero
 * @param details what an operator wants to read: type, address without credentials, version, the error
 * @since 0.1
 */
public record StoreHealth(boolean up, Duration latency, Map<String, String> details) {

    /** The detail that tells why a store, though it decides, is not as it should be. */
    public static final String DEGRADED = "degraded";

    public StoreHealth {
        details = Map.copyOf(details);
    }

    /** Whether the store decides although something is wrong. */
    public boolean degraded() {
        return up && details.containsKey(DEGRADED);
    }
}
