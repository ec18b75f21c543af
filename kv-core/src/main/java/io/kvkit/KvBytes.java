package io.kvkit;

import io.kvkit.store.Batch;
import io.kvkit.store.KvException;
import io.kvkit.store.TtlResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes under keys: the part of {@link KvClient} that neither encodes nor computes. {@link KvValues} has the
 * same keys and values of one type.
 *
 * <p>Each operation on one key is atomic, and a change is never made twice. Every method throws a {@link KvException}
 * if the store fails. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * client.setIfAbsent("import:running", owner, Duration.ofMinutes(5));
 * long visits = client.increment("visits:home");
 * }</pre>
 *
 * @since 0.1
 */
public interface KvBytes {

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
}
