package io.kvkit.store;

import java.time.Duration;
import java.util.Map;

/**
 * The answer of a store to the question whether it can decide.
 *
 * @param up whether a script was run
 * @param latency how long that took
 * @param details what an operator wants to read: type, address without credentials, version, the error
 */
public record StoreHealth(boolean up, Duration latency, Map<String, String> details) {

    public StoreHealth {
        details = Map.copyOf(details);
    }
}
