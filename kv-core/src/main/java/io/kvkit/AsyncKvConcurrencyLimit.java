package io.kvkit;

import io.kvkit.recipe.ratelimit.Permit;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The non-blocking variant of {@link KvConcurrencyLimit}.
 *
 * <pre>{@code
 * client.async().concurrencyLimit("reports").tryAcquire(account).thenAccept(permit -> log.info("{}", permit));
 * }</pre>
 *
 * @since 0.1
 */
public interface AsyncKvConcurrencyLimit {

    /** See {@link KvConcurrencyLimit#tryAcquire}. */
    CompletionStage<Optional<Permit>> tryAcquire(Object key);

    /** See {@link KvConcurrencyLimit#peek}. */
    CompletionStage<RateLimitResult> peek(Object key);

    /** See {@link KvConcurrencyLimit#scoped}. */
    AsyncKvConcurrencyLimit scoped(Object owner);
}
