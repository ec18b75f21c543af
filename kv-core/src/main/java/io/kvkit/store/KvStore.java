package io.kvkit.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store of bytes under keys. Each key can be changed in one atomic step.
 *
 * <p>No method blocks. If the store fails, the stage fails with a {@link KvException} within the store's timeout; the
 * method itself does not throw. An operation on several keys does not fail as a whole; it returns a result or an error
 * for each key. No command that changes state is executed twice. So the outcome of a failed change may be unknown, and
 * the exception says so. Stages may be completed on a thread of the store: do not run long or blocking work there. Byte
 * arrays belong to the caller; neither side keeps an array of the other. Implementations are safe for use by several
 * threads.
 *
 * <pre>{@code
 * KvStore store = new InMemoryKvStore();
 * Key key = Namespace.of("shop", "kv", "visits", Retention.KEPT).key("42");
 * CompletionStage<Long> visits = store.apply(key, Values.increment(1, Ttl.of(Duration.ofDays(1))));
 * }</pre>
 *
 * <p>To write a store, extend {@link CasKvStore}, or implement this interface and carry out steps with {@link Steps}.
 * The tests of the contract, {@code KvStoreContract}, are in the test-jar of this module.
 *
 * @since 0.1
 */
public interface KvStore extends AutoCloseable {

    /**
     * Reads a value.
     *
     * @return the bytes; null if the key is missing or expired
     */
    CompletionStage<byte @Nullable []> get(Key key);

    /**
     * Reads a value without I/O. The bytes are lent and never change: read them, but do not change or keep them.
     *
     * @return the result; null if this store needs I/O to read it
     * @throws KvException if the store refuses the read, for instance because it is closed
     */
    @Nullable
    Lookup getNow(Key key);

    /** Writes a value together with its expiry in one atomic step, and replaces any present value. */
    CompletionStage<Void> set(Key key, byte[] value, Ttl ttl);

    /**
     * Removes a key.
     *
     * @return whether it existed
     */
    CompletionStage<Boolean> delete(Key key);

    /** Returns whether a key exists. */
    CompletionStage<Boolean> exists(Key key);

    /**
     * Reads several values. The batch is not atomic.
     *
     * @return the values by key; a missing key is absent
     */
    CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys);

    /**
     * Writes several values, each in one step with its expiry. The batch is not atomic.
     *
     * @return true for each key that was written
     */
    CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl);

    /**
     * Removes several keys. The batch is not atomic.
     *
     * @return for each key whether it existed
     */
    CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys);

    /**
     * Lists key texts that start with a literal prefix: each at most once, in no particular order. Keys that are
     * written or removed during the scan may or may not be listed.
     *
     * @param limit the maximum number of keys to list; positive
     */
    CompletionStage<List<String>> scan(String prefix, int limit);

    /**
     * Carries out a transition of one key in one atomic step.
     *
     * @param <R> the type of the answer
     * @return the answer of the transition, never null; the stage fails with a PERMANENT error if the key holds
     *     anything other than the transition expects
     */
    <R> CompletionStage<R> apply(Key key, Transition<R> transition);

    /**
     * Carries out transitions of several keys, each in one atomic step. The batch is not atomic, and its keys are
     * changed in no particular order. An exception of a transition is a PERMANENT failure of its key; so is null for a
     * transition.
     *
     * <p>A store that needs I/O sends the transitions for one server together, and its timeout applies to the whole
     * batch. The default implementation starts one transition after the other.
     *
     * <pre>{@code
     * store.applyAll(Map.of(
     *     visits, Values.increment(1, Ttl.NONE),
     *     lastSeen, Values.expire(Ttl.of(Duration.ofDays(1)))));
     * }</pre>
     *
     * @param transitions the transitions by key; the map is read before the method returns
     * @param <R> the common type of the answers
     * @return for each key the answer of its transition, or its error
     */
    default <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return new OneByOne<R>(this).applyAll(transitions);
    }

    /**
     * Carries out a transition without I/O.
     *
     * @return the answer; null if this store needs I/O for it, and then nothing is changed
     * @throws KvException if the store refuses the change
     */
    <R> @Nullable R applyNow(Key key, Transition<R> transition);

    /**
     * Returns the live records among which that of a key is, for steps that do not look it up each time.
     *
     * @return null if this store has none, which is the default
     */
    default @Nullable LiveRecords liveRecords(Key key) {
        return null;
    }

    /**
     * Returns the store's time for a key in microseconds since the epoch: exact if the store is {@link
     * Capability#IMMEDIATE}, else a good estimate.
     */
    long nowMicros(Key key);

    /**
     * Returns the store's time for a key as {@link #nowMicros} does, or that of a few milliseconds ago if many callers ask
     * for it and the present time costs more. By default it is the present time.
     */
    default long recentMicros(Key key) {
        return nowMicros(key);
    }

    /**
     * Checks the store by running a script, or the equivalent of this store.
     *
     * @return a stage that never fails. After {@link #close()} the store is not up. The latency is above zero, and the
     *     details contain the {@code type} of the store
     */
    CompletionStage<StoreHealth> health();

    /**
     * Returns the part of the store that serves a key at the moment. One part can fail while another works. The method
     * asks no server and returns at once; it returns {@link StorePart#WHOLE} if the store is not divided or the part is
     * not known.
     */
    default StorePart partOf(Key key) {
        return StorePart.WHOLE;
    }

    /** Checks one part, as {@link #health()} checks all of them. The stage never fails. */
    default CompletionStage<StoreHealth> health(StorePart part) {
        return health();
    }

    /**
     * Returns the signals of this store about changed keys.
     *
     * @return the signals; empty if the store has none. A caller then has to read again, or to bound the age of its
     *     copies
     */
    default Optional<Signals> signals() {
        return Optional.empty();
    }

    /** Returns what this store can do beyond the contract. */
    Set<Capability> capabilities();

    /**
     * Returns a view of this store with another timeout per operation. Closing a view does nothing; closing the store
     * closes its views.
     *
     * @param timeout the timeout; positive
     */
    KvStore withTimeout(Duration timeout);

    /**
     * Returns a view of this store that tells of a change by a {@linkplain #apply transition} only when the change is
     * durable. It can still be made and not be durable in time: the stage then fails with a {@link KvException} that
     * {@linkplain KvException#isNotDurable says so}. Everything else is as on this store. Closing the view does nothing.
     *
     * <pre>{@code
     * KvStore durable = store.durable(Durability.of(Durability.Level.REPLICA));
     * }</pre>
     *
     * @throws UnsupportedOperationException if the store does not know when a change is durable, which is the default
     * @throws IllegalArgumentException if the wait does not fit into the timeout of the store
     */
    default KvStore durable(Durability durability) {
        if (durability.isAwaited()) {
            throw new UnsupportedOperationException(
                    getClass().getName() + " does not know when a change is durable (" + durability.level() + ")");
        }
        return this;
    }

    /**
     * Closes the store and all its views. Later calls fail with a TRANSIENT error and change nothing. Closing it again
     * does nothing.
     */
    @Override
    void close();
}
