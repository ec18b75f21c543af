package io.kvkit;

import org.jspecify.annotations.Nullable;

/**
 * The result of work that is done once per key.
 *
 * @param value the result of the work, from this call or from the first one; null if the work returned null
 * @param replayed whether the result is from an earlier call; this call then did not do the work
 * @param <T> the type of the result
 * @since 0.1
 */
public record IdempotentResult<T>(@Nullable T value, boolean replayed) {}
