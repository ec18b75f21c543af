package io.kvkit.event;

import io.kvkit.store.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a call of the application, such as a call of an annotated method or of a client.
 *
 * <p>A call can give several events: first the decision about it, later the outcome of storing its result or of its
 * lease.
 *
 * @since 0.1
 */
public sealed interface CallEvent extends KvEvent permits CacheEvent, OnceEvent, RateLimitEvent, LeaseEvent {

    /** Returns the namespace of the call. Its {@link Namespace#recipe()} is the area, such as {@code cache}. */
    Namespace namespace();

    /** Returns the outcome of the call: a constant of the enum {@code Outcome} of the event's type. */
    Enum<?> outcome();

    /** Returns what decided about the call, if that can differ from call to call; else null. */
    default @Nullable Enum<?> decidedBy() {
        return null;
    }

    /**
     * Returns the name of the cache, operation, consumer or limit; {@code client} for calls of a client that have no
     * name.
     */
    default String name() {
        return namespace().name();
    }
}
