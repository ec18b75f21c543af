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
 * Values under keys, and what can be done safely with them: the bean to inject.
 *
 * <p>Each operation on one key is atomic. Every method waits for the store at most for its timeout and fails with a
 * {@link KvException} that says whether the change was carried out; no change is ever carried out twice. Times to live are
 * rounded up to whole milliseconds. Keys are text of 1 to {@value #MAX_KEY_BYTES} bytes in UTF-8 and belong to this
 * application's part of the store alone. What identifies a call, an event or the client of a limit is not blank: two of which
 * nobody knows which they are, are not the same one. Null is never a key or a value. Instances are safe for use by several threads.
 *
 * <p>An interrupt ends a wait for another call or another holder, within a moment, with a TRANSIENT {@link KvException}: what
 * was waited for is not done, and the thread stays interrupted.
 *
 * <pre>{@code
 * KvValues<Price> prices = client.values(Price.class);
 * prices.set("sku-1", new Price("9.90"), Duration.ofMinutes(5));
 *
 * Price price = client.guardedGet("sku-2", Duration.ofMinutes(5), Price.class, () -> shop.priceOf("sku-2"));
 * boolean allowed = client.rateLimit("mail:" + user, 3, Duration.ofHours(1)).allowed();
 * client.lease("nightly-report").runIfFree(Duration.ofHours(1), Duration.ofMinutes(10), report::send);
 * }</pre>
 */
public interface KvClient extends AutoCloseable {

    /** The longest key in bytes of UTF-8. */
    int MAX_KEY_BYTES = 16_384;

    /** How long {@link #idempotentExecute(String, Class, Supplier)} keeps a result. */
    Duration IDEMPOTENT_TTL = Duration.ofHours(24);

    /** How long {@link #alreadyProcessed(String)} remembers an event. */
    Duration PROCESSED_TTL = Duration.ofDays(7);

    /** Begins a client outside of Spring. */
    static KvClientBuilder builder() {
        return new KvClientBuilder();
    }

    /** The same operations without blocking. */
    AsyncKvClient async();

    /** The values of one type, as JSON. */
    <T> KvValues<T> values(Class<T> type);

    /** The values of one type with type arguments, as JSON. */
    <T> KvValues<T> values(TypeRef<T> type);

    /** Reads a value; null when the key is missing. */
    byte @Nullable [] get(String key);

    /** Writes a value that does not expire. */
    void set(String key, byte[] value);

    /** Writes a value together with its expiry. */
    void set(String key, byte[] value, Duration ttl);

    /** Removes a key and tells whether it existed. */
    boolean delete(String key);

    /** Tells whether a key exists. */
    boolean exists(String key);

    /** Reads several values; missing keys are absent. Each key is read on its own. */
    Batch<String, byte[]> mget(Collection<String> keys);

    /** Writes several values that do not expire. Each key is written on its own. */
    Batch<String, Boolean> mset(Map<String, byte[]> values);

    /** Writes several values, each atomically with its expiry. The batch as a whole is not atomic. */
    Batch<String, Boolean> mset(Map<String, byte[]> values, Duration ttl);

    /** Removes several keys; the result tells for each whether it existed. */
    Batch<String, Boolean> deleteMany(Collection<String> keys);

    /**
     * Lists keys that start with a literal prefix, each once, in no order. Keys written or removed meanwhile may or may
     * not be listed.
     *
     * @param limit the most keys to list; positive
     */
    List<String> scan(String prefix, int limit);

    /** Writes a value that does not expire if the key is missing, and tells whether it did. */
    boolean setIfAbsent(String key, byte[] value);

    /** Writes a value together with its expiry if the key is missing, and tells whether it did. */
    boolean setIfAbsent(String key, byte[] value, Duration ttl);

    /** Adds one to the number under a key and answers the new number; a missing key counts as 0 and does not expire. */
    long increment(String key);

    /**
     * Adds to the number under a key and answers the new number, in 64 bits.
     *
     * @param ttlIfNew when a key that was missing expires; a key that was there keeps its expiry
     * @throws KvException of kind PERMANENT if the key holds no number, or the sum does not fit; nothing is changed
     */
    long increment(String key, long by, Duration ttlIfNew);

    /** Replaces a value if it is still the expected one, and tells whether it did. The key keeps its expiry. */
    boolean compareAndSet(String key, byte[] expected, byte[] value);

    /** Replaces a value if it is still the expected one, with a new expiry, and tells whether it did. */
    boolean compareAndSet(String key, byte[] expected, byte[] value, Duration ttl);

    /** Removes a value if it is still the expected one, and tells whether it did. */
    boolean compareAndDelete(String key, byte[] expected);

    /** Sets when a key expires, and tells whether it exists. */
    boolean expire(String key, Duration ttl);

    /** Tells how long a key still lives: missing, without expiry, or the time that is left. */
    TtlResult ttl(String key);

    /**
     * Gives a value from the cache, or computes and keeps it.
     *
     * <p>One caller computes, in this process and in all that share the store; the others wait for it. An invalidation
     * during the computation keeps the old value out. A failing store makes callers compute, not fail. Cached keys are
     * apart from all other keys.
     *
     * @param loader computes the value on this thread; null is cached for at most 30 seconds
     */
    <T> @Nullable T guardedGet(String key, Duration ttl, Class<T> type, Supplier<? extends @Nullable T> loader);

    /** The same for a type with type arguments. */
    <T> @Nullable T guardedGet(String key, Duration ttl, TypeRef<T> type, Supplier<? extends @Nullable T> loader);

    /** Removes what {@link #guardedGet} keeps under a key. If the store fails, it is repeated in the background. */
    void invalidate(String key);

    /**
     * Does work once per key, keeps its result for {@link #IDEMPOTENT_TTL}, and gives it to every later call.
     *
     * <p>Work that throws leaves the key free. A call whose process dies leaves it free after 30 seconds.
     *
     * @throws io.kvkit.recipe.once.IdempotencyInProgressException if the work for this key is being done
     */
    <T> IdempotentResult<T> idempotentExecute(String key, Class<T> type, Supplier<? extends @Nullable T> work);

    /** The same with another time to keep the result. */
    <T> IdempotentResult<T> idempotentExecute(
            String key, Duration ttl, Class<T> type, Supplier<? extends @Nullable T> work);

    /** The same for a type with type arguments. */
    <T> IdempotentResult<T> idempotentExecute(
            String key, Duration ttl, TypeRef<T> type, Supplier<? extends @Nullable T> work);

    /**
     * Marks an event as processed, and tells whether it was marked before; remembered for {@link #PROCESSED_TTL}.
     *
     * <p>The mark comes before the work: if the work then fails, the event is lost. {@link #processOnce} has no such gap.
     */
    boolean alreadyProcessed(String eventId);

    /** The same with another time to remember the event. */
    boolean alreadyProcessed(String eventId, Duration ttl);

    /**
     * Processes an event that was not processed before, and tells whether it did; remembered for {@link #PROCESSED_TTL}.
     *
     * <p>The event counts as processed when the work has returned. Work that throws leaves it to the next delivery.
     * {@link #alreadyProcessed} knows the same events.
     *
     * @throws io.kvkit.recipe.once.EventInProgressException if another delivery is being processed, after waiting for it for
     *     30 seconds
     */
    boolean processOnce(String eventId, Runnable work);

    /** The same with another time to remember the event. */
    boolean processOnce(String eventId, Duration ttl, Runnable work);

    /**
     * Takes one of so many permits per window, by a token bucket that holds as many permits as the limit.
     *
     * <p>While the store fails, this JVM limits alone; {@link KvClientBuilder#onRateLimitFailure} can say otherwise.
     *
     * @throws KvException if the store fails and the client was built to fail then
     */
    RateLimitResult rateLimit(String key, int limit, Duration window);

    /** The lease of that name, which one process at a time can hold. */
    KvLease lease(String name);

    /** Runs a script on the store and tells how that went; never fails. */
    StoreHealth health();

    /** Ends the client, and the store that it was built on unless that is shared. */
    @Override
    void close();
}
