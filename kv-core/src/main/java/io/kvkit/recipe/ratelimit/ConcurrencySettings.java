package io.kvkit.recipe.ratelimit;

import io.kvkit.permit.PermitRequest;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.time.Duration;

/**
 * The settings of a limit of concurrent calls.
 *
 * @param name the name of the limit, which headers and errors show
 * @param limit how many calls with one key may run at the same time, 1 to {@value PermitRequest#MOST}
 * @param lease after which time the permit of a process that died is free, 100 milliseconds to one hour
 * @param onStoreFailure what happens if the store fails
 * @since 0.1
 */
public record ConcurrencySettings(String name, int limit, Duration lease, OnStoreFailure onStoreFailure) {

    /** The lease unless another one is set: 30 seconds. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    // No id contains it, because a backslash in an id precedes the character that it escapes. So a limit that becomes
    // one of concurrent calls, or ceases to be one, does not find the records of its past.
    private static final String PERMITS = "\\p";

    public ConcurrencySettings {
        PermitRequest.create(limit, lease);
    }

    /** Returns the key of the permits of an id. */
    public static Key key(Namespace namespace, String id) {
        return namespace.key(id + PERMITS);
    }

    PermitRequest request() {
        return PermitRequest.create(limit, lease);
    }
}
