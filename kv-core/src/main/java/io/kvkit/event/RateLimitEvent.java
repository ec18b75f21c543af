package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * The decision of a limit about a call. An allowed call gives one event for each band of each of its limits; a refused
 * call gives one for each band that refused it. A limit in shadow mode gives as many events as if it were enforced.
 *
 * @param namespace the namespace of the permits
 * @param name the name of the limit, followed by {@code :1}, {@code :2} and so on if it has several bands
 * @param outcome whether the call may pass
 * @param decidedBy what decided
 * @since 0.1
 */
public record RateLimitEvent(Namespace namespace, String name, Outcome outcome, DecidedBy decidedBy)
        implements CallEvent {

    /** The decision. */
    public enum Outcome {
        /** The call passes. */
        ALLOWED,
        /** The call is refused. */
        REFUSED,
        /** The limit did not see the call, because the condition of its annotation is false. */
        SKIPPED,
        /** The limit refuses the call in shadow mode, so it does not keep it from passing. */
        WOULD_REFUSE,
        /**
         * A running call of a limit of concurrent calls lost its permit, because it could not be renewed in time. The call
         * goes on, and another one may run in its place.
         */
        LOST
    }

    /** What decided about the call. */
    public enum DecidedBy {
        /** The store. */
        STORE,
        /** This JVM alone, because the store failed. */
        LOCAL,
        /** This JVM, which remembers that the store refused the call a moment ago. */
        REMEMBERED,
        /** Nothing: the store failed, or the condition of the limit is false, and the call passes. */
        NOBODY
    }
}
