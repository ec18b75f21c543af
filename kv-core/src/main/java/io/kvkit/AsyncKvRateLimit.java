package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.util.concurrent.CompletionStage;

/** The non-blocking twin of {@link KvRateLimit}. */
public interface AsyncKvRateLimit {

    /** See {@link KvRateLimit#tryAcquire(Object)}. */
    CompletionStage<RateLimitResult> tryAcquire(Object key);

    /** See {@link KvRateLimit#tryAcquire(Object, long)}. */
    CompletionStage<RateLimitResult> tryAcquire(Object key, long permits);

    /** See {@link KvRateLimit#peek}. */
    CompletionStage<RateLimitResult> peek(Object key);

    /** See {@link KvRateLimit#scoped}. */
    AsyncKvRateLimit scoped(Object owner);
}
