package io.kvkit.event;

import io.kvkit.store.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call of the application, such as one of a method with an annotation or one of a client.
 *
 * <p>A call can give several events: first what was decided about it, later what became of its result or its lease.
 *
 * @since 0.1
 */
public sealed interface CallEvent extends KvEvent permits CacheEvent, OnceEvent, RateLimitEvent, LeaseEvent {

    /**
     * The part of the key space that the call was about; its {@link Namespace#recipe()} tells the area, such as
     * {@code cache}.
     */
    Namespace namespace();

    /** What became of the call: a constant of the enum {@code Outcome} of the event's type. */
    Enum<?> outcome();

    /** Who decided, where that can differ from call to call; else null. */
    default @Nullable Enum<?> decidedBy() {
        return null;
    }

    /** The name of the cache, operation, consumer or limit; {@code client} for a call that only a client knows. */
    default String name() {
        return namespace().name();
    }
}
