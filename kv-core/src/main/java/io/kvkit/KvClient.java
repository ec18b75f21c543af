package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.Batch;
import io.kvkit.store.KvException;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.TtlResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
 * client.lease("nightly-report").runIfFree(Duration.ofHours(1), Duration.ofMinutes(10), report::send);
 * }</pre>
 *
 * @since 0.1
 */
public interface KvClient extends AutoCloseable {

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

    /** Reads a value; returns null if the key is missing. */
    byte @Nullable [] get(String key);

    /** Writes a value that does not expire. */
    void set(String key, byte[] value);

    /** Writes a value together with its expiry. */
    void set(String key, byte[] value, Duration ttl);

    /** Removes a key and returns whether it existed. */
    boolean delete(String key);

    /** Returns whether a key exists. */
    boolean exists(String key);

    /** Reads several values; missing keys are absent from the result. Each key is read on its own. */
    Batch<String, byte[]> mget(Collection<String> keys);

    /** Writes several values that do not expire. Each key is written on its own. */
    Batch<String, Boolean> mset(Map<String, byte[]> values);

    /** Writes several values, each atomically with its expiry. The batch as a whole is not atomic. */
    Batch<String, Boolean> mset(Map<String, byte[]> values, Duration ttl);

    /** Removes several keys; the result contains for each key whether it existed. */
    Batch<String, Boolean> deleteMany(Collection<String> keys);

    /**
     * Lists keys that start with a literal prefix, each once and in no particular order. Keys that are written or
     * removed during the scan may or may not be listed.
     *
     * @param limit the maximum number of keys to list; positive
     * @throws KvException if the list would be incomplete
     */
    List<String> scan(String prefix, int limit);

    /** Writes a value that does not expire if the key is missing, and returns whether it did. */
    boolean setIfAbsent(String key, byte[] value);

    /** Writes a value together with its expiry if the key is missing, and returns whether it did. */
    boolean setIfAbsent(String key, byte[] value, Duration ttl);

    /** Adds one to the number under a key and returns the new number. A missing key counts as 0 and does not expire. */
    long increment(String key);

    /**
     * Adds to the number under a key and returns the new number, in 64 bits.
     *
     * @param ttlIfNew the time to live of a key that was missing; a key that existed keeps its expiry
     * @throws KvException of kind PERMANENT if the key does not hold a number, or the sum does not fit; nothing is
     *     changed then
     */
    long increment(String key, long by, Duration ttlIfNew);

    /** Replaces a value if it is still the expected one, and returns whether it did. The key keeps its expiry. */
    boolean compareAndSet(String key, byte[] expected, byte[] value);

    /** Replaces a value if it is still the expected one, with a new expiry, and returns whether it did. */
    boolean compareAndSet(String key, byte[] expected, byte[] value, Duration ttl);

    /** Removes a value if it is still the expected one, and returns whether it did. */
    boolean compareAndDelete(String key, byte[] expected);

    /** Sets the time to live of a key, and returns whether the key exists. */
    boolean expire(String key, Duration ttl);

    /** Returns the remaining time to live of a key: missing, without expiry, or the time that is left. */
    TtlResult ttl(String key);

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
     * The entries of the cache of that name, which {@code @Cached} methods with the name keep and read.
     *
     * @param type the type of the values, as the methods declare it, without {@code Optional}, stage or {@code Mono}
     * @throws IllegalArgumentException if there is no cache of that name
     */
    <K, V> KvCache<K, V> cache(String name, Class<V> type);

    /** The same for a type with type arguments. */
    <K, V> KvCache<K, V> cache(String name, TypeRef<V> type);

    /**
     * The permits of the limit of that name, which {@code @RateLimited} methods with the name take.
     *
     * @throws IllegalArgumentException if there is no limit of that name
     */
    KvRateLimit rateLimit(String name);

    /**
     * The calls of the operation of that name, which {@code @Idempotent} methods with the name keep and replay.
     *
     * @param type the type of the results, as the methods declare it
     * @throws IllegalArgumentException if there is no operation of that name
     */
    <T> KvOperation<T> operation(String name, Class<T> type);

    /** The same for a type with type arguments. */
    <T> KvOperation<T> operation(String name, TypeRef<T> type);

    /**
     * The events of the consumer of that name, which {@code @DedupeEvent} methods with the name process.
     *
     * @throws IllegalArgumentException if there is no consumer of that name
     */
    KvConsumer consumer(String name);

    /** Returns the lease of that name, which one holder at a time can have. */
    KvLease lease(String name);

    /** Runs a script on the store and returns the outcome; never fails. */
    StoreHealth health();

    /** Closes the client, and the store that it was built on unless that is shared. */
    @Override
    void close();
}
