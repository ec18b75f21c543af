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
 * Bytes under keys, each of which can be changed in one atomic step.
 *
 * <p>No method blocks, and none throws for a failure of the store: the stage fails with a {@link KvException}, within the
 * store's timeout. An operation on several keys does not fail as a whole: it tells for each key what became of it. No
 * command that changes state is executed twice, so a failure may leave the outcome unknown, which the exception says.
 * Stages may be completed on a thread of the store: do not run long or blocking work there. Byte arrays belong to the
 * caller; neither side keeps an array that it was given. All methods may be called by several threads at a time.
 *
 * <pre>{@code
 * KvStore store = new InMemoryKvStore();
 * Key key = Namespace.of("shop", "kv", "visits", Retention.KEPT).key("42");
 * CompletionStage<Long> visits = store.apply(key, Values.increment(1, Ttl.of(Duration.ofDays(1))));
 * }</pre>
 *
 * <p>To write a store, extend {@link CasKvStore}, or implement this interface and carry out steps with {@link Steps}. The
 * tests of the contract, {@code KvStoreContract}, are in the test-jar of this module.
 *
 * @since 0.1
 */
public interface KvStore extends AutoCloseable {

    /**
     * Reads a value.
     *
     * @return the bytes; null when the key is missing or expired
     */
    CompletionStage<byte @Nullable []> get(Key key);

    /**
     * Reads a value without I/O, and lends its bytes, which never change: read them, and do not change or keep them.
     *
     * @return what was found; null where this store needs I/O for that
     * @throws KvException if the store refuses, such as after it was closed
     */
    @Nullable
    Lookup getNow(Key key);

    /** Writes a value together with its expiry, in one step, whatever is there. */
    CompletionStage<Void> set(Key key, byte[] value, Ttl ttl);

    /**
     * Removes a key.
     *
     * @return whether it existed
     */
    CompletionStage<Boolean> delete(Key key);

    /** Tells whether a key exists. */
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
     * Lists key texts that start with a literal prefix: each at most once, in no order. Keys written or removed
     * meanwhile may or may not be listed.
     *
     * @param limit the most keys to list; positive
     */
    CompletionStage<List<String>> scan(String prefix, int limit);

    /**
     * Carries out a transition of one key in one atomic step.
     *
     * @param <R> what the transition answers
     * @return the answer, never null; fails with a PERMANENT error if the key holds something else than the transition
     *     expects
     */
    <R> CompletionStage<R> apply(Key key, Transition<R> transition);

    /**
     * Carries out transitions of several keys, each in one atomic step. The batch is not atomic, and its keys are changed
     * in no order. What a transition throws is a PERMANENT failure of its key.
     *
     * <p>A store that needs I/O sends together what one server holds, and its timeout holds for the whole batch. By
     * default the store begins one transition after the other.
     *
     * <pre>{@code
     * store.applyAll(Map.of(
     *     visits, Values.increment(1, Ttl.NONE),
     *     lastSeen, Values.expire(Ttl.of(Duration.ofDays(1)))));
     * }</pre>
     *
     * @param transitions what to do by key; the map is read before the method returns
     * @param <R> what all transitions answer
     * @return for each key the answer of its transition, or why it failed
     */
    default <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return new OneByOne<R>(this).applyAll(transitions);
    }

    /**
     * Carries out a transition without I/O.
     *
     * @return the answer; null where this store needs I/O for that, and nothing is changed then
     * @throws KvException if the store refuses
     */
    <R> @Nullable R applyNow(Key key, Transition<R> transition);

    /** The store's time for a key in microseconds since the epoch: exact where immediate, elsewhere a good hint. */
    long nowMicros(Key key);

    /**
     * Runs a script, or what this store has in its place, and tells how that went.
     *
     * @return a stage that does not fail. After {@link #close()} the store is not up. The latency is above zero, and the
     *     details name the {@code type} of the store
     */
    CompletionStage<StoreHealth> health();

    /**
     * The part that answers for a key at the moment; of two parts one can fail while the other works. The method asks no
     * server and returns at once: {@link StorePart#WHOLE} where the store is not divided or no part is known.
     */
    default StorePart partOf(Key key) {
        return StorePart.WHOLE;
    }

    /** Runs a script on one part, as {@link #health()} does on all of them; the stage does not fail. */
    default CompletionStage<StoreHealth> health(StorePart part) {
        return health();
    }

    /**
     * What this store tells of changed keys, by this process and by others.
     *
     * @return the signals; empty where the store cannot tell, and a caller has to ask again or to bound the age of a copy
     */
    default Optional<Signals> signals() {
        return Optional.empty();
    }

    /** What this store can do beyond the contract. */
    Set<Capability> capabilities();

    /**
     * A view: the same store with another timeout per operation. Closing a view does nothing; closing the store closes its
     * views.
     *
     * @param timeout the timeout; positive
     */
    KvStore withTimeout(Duration timeout);

    /**
     * Ends the store and all its views. Later calls fail with a TRANSIENT error that changed nothing; closing it again does
     * nothing.
     */
    @Override
    void close();
}
