package io.kvkit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a call that was to begin by hand.
 *
 * @param <T> the type of the result
 * @since 0.1
 */
public sealed interface Begun<T> {

    /**
     * It has begun: the caller does the work and ends it with the handle.
     *
     * @param handle ends the call
     */
    record Started<T>(KvHandle<T> handle) implements Begun<T> {}

    /**
     * Another call with the key is running.
     *
     * @param left how long its lease still holds, unless it is renewed
     */
    record InProgress<T>(Duration left) implements Begun<T> {}

    /**
     * A call with the key was completed before.
     *
     * @param response its result; null if it returned null, and for events
     */
    record Completed<T>(@Nullable T response) implements Begun<T> {}
}
