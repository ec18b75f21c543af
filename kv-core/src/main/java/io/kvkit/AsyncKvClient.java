package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.StoreHealth;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking variant of {@link KvClient}: the same operations with the same promises, as stages.
 *
 * <p>A stage fails with the exception that the blocking method throws. It may be completed on a thread of the store, so
 * use the {@code Async} variants of {@code then...} with an executor for long work. Loaders, codecs and other work
 * never run on such a thread. Invalid arguments cause an exception immediately, not a failed stage.
 *
 * <pre>{@code
 * CompletionStage<Price> price = client.async()
 *     .guardedGet("sku-1", Duration.ofMinutes(5), Price.class, () -> shop.priceOf("sku-1"));
 * }</pre>
 *
 * @since 0.1
 */
public interface AsyncKvClient extends AsyncKvBytes {

    /** See {@link KvClient#values(Class)}. */
    <T> AsyncKvValues<T> values(Class<T> type);

    /** See {@link KvClient#values(TypeRef)}. */
    <T> AsyncKvValues<T> values(TypeRef<T> type);

    /** See {@link KvClient#guardedGet(String, Duration, Class, Supplier)}. */
    <T> CompletionStage<@Nullable T> guardedGet(
            String key, Duration ttl, Class<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> loader);

    /** See {@link KvClient#guardedGet(String, Duration, TypeRef, Supplier)}. */
    <T> CompletionStage<@Nullable T> guardedGet(
            String key,
            Duration ttl,
            TypeRef<T> type,
            Supplier<? extends CompletionStage<? extends @Nullable T>> loader);

    /** See {@link KvClient#invalidate}. */
    CompletionStage<Void> invalidate(String key);

    /** See {@link KvClient#idempotentExecute(String, Class, Supplier)}. */
    <T> CompletionStage<IdempotentResult<T>> idempotentExecute(
            String key, Class<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> work);

    /** See {@link KvClient#idempotentExecute(String, Duration, Class, Supplier)}. */
    <T> CompletionStage<IdempotentResult<T>> idempotentExecute(
            String key, Duration ttl, Class<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> work);

    /** See {@link KvClient#idempotentExecute(String, Duration, TypeRef, Supplier)}. */
    <T> CompletionStage<IdempotentResult<T>> idempotentExecute(
            String key, Duration ttl, TypeRef<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> work);

    /** See {@link KvClient#alreadyProcessed(String)}. */
    CompletionStage<Boolean> alreadyProcessed(String eventId);

    /** See {@link KvClient#alreadyProcessed(String, Duration)}. */
    CompletionStage<Boolean> alreadyProcessed(String eventId, Duration ttl);

    /** See {@link KvClient#processOnce(String, Runnable)}. */
    CompletionStage<Boolean> processOnce(String eventId, Supplier<? extends CompletionStage<?>> work);

    /** See {@link KvClient#processOnce(String, Duration, Runnable)}. */
    CompletionStage<Boolean> processOnce(String eventId, Duration ttl, Supplier<? extends CompletionStage<?>> work);

    /** See {@link KvClient#rateLimit(String, int, Duration)}. */
    CompletionStage<RateLimitResult> rateLimit(String key, int limit, Duration window);

    /** See {@link KvClient#cache(String, Class)}. */
    <K, V> AsyncKvCache<K, V> cache(String name, Class<V> type);

    /** See {@link KvClient#cache(String, TypeRef)}. */
    <K, V> AsyncKvCache<K, V> cache(String name, TypeRef<V> type);

    /** See {@link KvClient#rateLimit(String)}. */
    AsyncKvRateLimit rateLimit(String name);

    /** See {@link KvClient#concurrencyLimit(String)}. */
    AsyncKvConcurrencyLimit concurrencyLimit(String name);

    /** See {@link KvClient#operation(String, Class)}. */
    <T> AsyncKvOperation<T> operation(String name, Class<T> type);

    /** See {@link KvClient#operation(String, TypeRef)}. */
    <T> AsyncKvOperation<T> operation(String name, TypeRef<T> type);

    /** See {@link KvClient#consumer}. */
    AsyncKvConsumer consumer(String name);

    /** See {@link KvClient#claims}. */
    AsyncClaimsOperations claims();

    /** See {@link KvClient#lease}. */
    AsyncKvLease lease(String name);

    /** See {@link KvClient#health}. */
    CompletionStage<StoreHealth> health();
}
