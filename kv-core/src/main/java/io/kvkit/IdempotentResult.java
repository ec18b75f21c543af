package io.kvkit;

import org.jspecify.annotations.Nullable;

/**
 * The result of work that is done once.
 *
 * @param value what the work returned, now or the first time; null if it returned null
 * @param replayed whether the work was not done now, because it had been done before
 * @param <T> the type of the result
 */
public record IdempotentResult<T>(@Nullable T value, boolean replayed) {}
