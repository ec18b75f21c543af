package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.KvException;
import io.kvkit.store.StoreHealth;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Client for values under keys, and for what can be done safely with them: the bean to inject.
 *
 * <p>Each operation on one key is atomic. Every method waits for the store at most for its timeout and then fails with
 * a {@link KvException} that says whether the change was made. A change is never made twice. Times to live are rounded
 * up to whole milliseconds. Keys are text of 1 to {@value #MAX_KEY_BYTES} bytes in UTF-8, and exist only within this
 * application's part of the store. Keys and values are never null. The identifier of a call, an event or the client of
 * a limit must not be blank, because two that cannot be identified are not the same. Instances are safe for use by
 * several threads.
 *
 * <p>An interrupt ends a wait for another call or another holder with a {@link KvException} of kind TRANSIENT, within a
 * moment. The operation is then not done, and the thread stays interrupted.
 *
 * <pre>{@code
 * KvValues<Price> prices = client.values(Price.class);
 * prices.set("sku-1", new Price("9.90"), Duration.ofMinutes(5));
 *
 * Price price = client.guardedGet("sku-2", Duration.ofMinutes(5), Price.class, () -> shop.priceOf("sku-2"));
 * boolean allowed = client.rateLimit("mail:" + user, 3, Duration.ofHours(1)).allowed();
 * client.cache("products", Product.class).invalidate(17L);
 * client.lease("nightly-report").runIfFree(Duration.ofHours(1), Duration.ofMinutes(10), report::send);
 * }</pre>
 *
 * @since 0.1
 */
public interface KvClient extends KvBytes, AutoCloseable {

    /** The longest key in bytes of UTF-8. */
    int MAX_KEY_BYTES = 16_384;

    /** How long {@link #idempotentExecute(String, Class, Supplier)} keeps a result. */
    Duration IDEMPOTENT_TTL = Duration.ofHours(24);

    /** How long {@link #alreadyProcessed(String)} remembers an event. */
    Duration PROCESSED_TTL = Duration.ofDays(7);

    /** Returns a builder, for use outside Spring. */
    static KvClientBuilder builder() {
        return new KvClientBuilder();
    }

    /** Returns the same operations without blocking. */
    AsyncKvClient async();

    /** Returns a view of the values of one type, as JSON. */
    <T> KvValues<T> values(Class<T> type);

    /** Returns a view of the values of one type with type arguments, as JSON. */
    <T> KvValues<T> values(TypeRef<T> type);

    /**
     * Returns a value from the cache, or computes and stores it.
     *
     * <p>One caller computes, in this process and in all processes that share the store; the others wait for it. If the
     * key is invalidated during the computation, the value is not stored. If the store fails, callers compute the value
     * and do not fail. Cached keys are separate from all other keys.
     *
     * @param loader computes the value on the calling thread; null is cached for at most 30 seconds
     */
    <T> @Nullable T guardedGet(String key, Duration ttl, Class<T> type, Supplier<? extends @Nullable T> loader);

    /** Does the same for a type with type arguments. */
    <T> @Nullable T guardedGet(String key, Duration ttl, TypeRef<T> type, Supplier<? extends @Nullable T> loader);

    /**
     * Removes what {@link #guardedGet} keeps under a key. If the store fails, the removal is repeated in the
     * background.
     */
    void invalidate(String key);

    /**
     * Does work once per key, keeps its result for {@link #IDEMPOTENT_TTL}, and returns it to every later call.
     *
     * <p>If the work throws an exception, the key is free again. If the process of the call dies, the key is free after
     * 30 seconds.
     *
     * @throws io.kvkit.recipe.once.IdempotencyInProgressException if another call is doing the work for this key
     */
    <T> IdempotentResult<T> idempotentExecute(String key, Class<T> type, Supplier<? extends @Nullable T> work);

    /** Does the same with another time to keep the result. */
    <T> IdempotentResult<T> idempotentExecute(
            String key, Duration ttl, Class<T> type, Supplier<? extends @Nullable T> work);

    /** Does the same for a type with type arguments. */
    <T> IdempotentResult<T> idempotentExecute(
            String key, Duration ttl, TypeRef<T> type, Supplier<? extends @Nullable T> work);

    /**
     * Marks an event as processed, and returns whether it was marked before. It is remembered for
     * {@link #PROCESSED_TTL}.
     *
     * <p>The event is marked before the work: if the work then fails, the event is lost. Use {@link #processOnce} to
     * avoid this.
     */
    boolean alreadyProcessed(String eventId);

    /** Does the same with another time to remember the event. */
    boolean alreadyProcessed(String eventId, Duration ttl);

    /**
     * Processes an event that was not processed before, and returns whether it did. It is remembered for
     * {@link #PROCESSED_TTL}.
     *
     * <p>The event counts as processed when the work has returned. If the work throws an exception, the next delivery
     * processes the event. {@link #alreadyProcessed} uses the same events.
     *
     * @throws io.kvkit.recipe.once.EventInProgressException if another delivery is still being processed after a wait
     *     of 30 seconds
     */
    boolean processOnce(String eventId, Runnable work);

    /** Does the same with another time to remember the event. */
    boolean processOnce(String eventId, Duration ttl, Runnable work);

    /**
     * Takes one permit from a token bucket that holds as many permits as the limit.
     *
     * <p>While the store fails, this JVM limits on its own, unless {@link KvClientBuilder#onRateLimitFailure} says
     * otherwise.
     *
     * @param window the time in which {@code limit} permits come back
     * @throws KvException if the store fails and the client was built to fail in that case
     */
    RateLimitResult rateLimit(String key, int limit, Duration window);

    /**
     * Returns the entries of a cache by name: those that {@code @Cached} methods with this name keep and read.
     *
     * @param type the type that the methods declare, without {@code Optional}, {@code CompletionStage} or {@code Mono}
     * @throws IllegalArgumentException if there is no cache with this name
     */
    <K, V> KvCache<K, V> cache(String name, Class<V> type);

    /** Does the same for a type with type arguments. */
    <K, V> KvCache<K, V> cache(String name, TypeRef<V> type);

    /**
     * Returns the permits of a limit by name: those that {@code @RateLimited} methods with this name take.
     *
     * @throws IllegalArgumentException if there is no limit with this name
     */
    KvRateLimit rateLimit(String name);

    /**
     * Returns the permits of a limit of concurrent calls by name: those that {@code @RateLimited} methods with this name
     * and the algorithm {@code CONCURRENCY} hold while they run.
     *
     * @throws IllegalArgumentException if there is no such limit with this name
     */
    KvConcurrencyLimit concurrencyLimit(String name);

    /**
     * Returns the calls of an operation by name: those that {@code @Idempotent} methods with this name keep and replay.
     *
     * @param type the type that the methods declare, without {@code Optional}, {@code CompletionStage} or {@code Mono}
     * @throws IllegalArgumentException if there is no operation with this name
     */
    <T> KvOperation<T> operation(String name, Class<T> type);

    /** Does the same for a type with type arguments. */
    <T> KvOperation<T> operation(String name, TypeRef<T> type);

    /**
     * Returns the events of a consumer by name: those that {@code @DedupeEvent} methods with this name process.
     *
     * @throws IllegalArgumentException if there is no consumer with this name
     */
    KvConsumer consumer(String name);

    /** Returns what an operator can do about the records of operations and consumers. */
    ClaimsOperations claims();

    /** Returns the lease of that name, which one holder at a time can have. */
    KvLease lease(String name);

    /** Runs a script on the store and returns the outcome; never fails. */
    StoreHealth health();

    /** Closes the client, and the store that it was built on unless that is shared. */
    @Override
    void close();
}
