package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.Reservation;
import java.util.concurrent.CompletionStage;

/**
 * The non-blocking variant of {@link KvRateLimit}.
 *
 * <pre>{@code
 * client.async().rateLimit("mail").tryAcquire(user).thenAccept(result -> log.info("{} left", result.remaining()));
 * }</pre>
 *
 * @since 0.1
 */
public interface AsyncKvRateLimit {

    /** See {@link KvRateLimit#tryAcquire(Object)}. */
    CompletionStage<RateLimitResult> tryAcquire(Object key);

    /** See {@link KvRateLimit#tryAcquire(Object, long)}. */
    CompletionStage<RateLimitResult> tryAcquire(Object key, long permits);

    /** See {@link KvRateLimit#peek}. */
    CompletionStage<RateLimitResult> peek(Object key);

    /** See {@link KvRateLimit#refund}. */
    CompletionStage<Void> refund(Object key, long permits);

    /** See {@link KvRateLimit#reserve}. */
    CompletionStage<Reservation> reserve(Object key, long estimate);

    /** See {@link KvRateLimit#reset}. */
    CompletionStage<Void> reset(Object key);

    /** See {@link KvRateLimit#scoped}. */
    AsyncKvRateLimit scoped(Object owner);
}
