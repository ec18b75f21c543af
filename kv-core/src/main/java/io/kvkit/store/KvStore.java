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
 * <p>No method blocks or throws for a failure of the store: the stage fails with a {@link KvException}, within the
 * store's timeout. No command that changes state is executed twice, so a failure may leave the outcome unknown, which
 * the exception says. Stages may be completed on a thread of the store's own: do not run long or blocking work there.
 * Byte arrays belong to the caller; neither side keeps an array that it was given.
 */
public interface KvStore extends AutoCloseable {

    /** Reads a value; null when the key is missing. */
    CompletionStage<byte @Nullable []> get(Key key);

    /** Reads a value without I/O; null where this store needs I/O for that. */
    @Nullable
    Lookup getNow(Key key);

    /** Writes a value together with its expiry, in one step. */
    CompletionStage<Void> set(Key key, byte[] value, Ttl ttl);

    /** Removes a key and tells whether it existed. */
    CompletionStage<Boolean> delete(Key key);

    /** Tells whether a key exists. */
    CompletionStage<Boolean> exists(Key key);

    /** Reads several values; missing keys are absent from the result. The batch is not atomic. */
    CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys);

    /** Writes several values, each in one step with its expiry. The batch is not atomic; true marks a written key. */
    CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl);

    /** Removes several keys; true marks a key that existed. The batch is not atomic. */
    CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys);

    /**
     * Lists key texts that start with a literal prefix: each at most once, in no order. Keys written or removed
     * meanwhile may or may not be listed.
     *
     * @param limit the most keys to list; positive
     */
    CompletionStage<List<String>> scan(String prefix, int limit);

    /** Carries out a transition of one key in one atomic step. */
    <R> CompletionStage<R> apply(Key key, Transition<R> transition);

    /**
     * Carries out transitions of several keys, each in one atomic step, and tells for each key what its transition
     * answered or why it failed. The batch is not atomic, and its keys are changed in no order. What a transition throws
     * is a PERMANENT failure of its key.
     *
     * <p>A store that needs I/O sends what one server holds together. The timeout holds for the whole batch. Unless a
     * store knows better, one transition is begun after the other.
     *
     * <pre>{@code
     * store.applyAll(Map.of(
     *     visits, Values.increment(1, Ttl.NONE),
     *     lastSeen, Values.expire(Ttl.of(Duration.ofDays(1)))));
     * }</pre>
     *
     * @param transitions what to do by key; it is read before the method returns
     * @param <R> what all transitions answer
     */
    default <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return new OneByOne<R>(this).applyAll(transitions);
    }

    /**
     * Carries out a transition without I/O; null where this store needs I/O for that.
     *
     * @throws KvException if the store refuses
     */
    <R> @Nullable R applyNow(Key key, Transition<R> transition);

    /** The store's time for a key in microseconds since the epoch: exact where immediate, elsewhere a good hint. */
    long nowMicros(Key key);

    /** Runs a script and tells how that went; the stage does not fail. */
    CompletionStage<StoreHealth> health();

    /**
     * The part that answers for a key at the moment; of two parts one can fail while the other works. It is told at once
     * and asks nobody: {@link StorePart#WHOLE} where the store is not divided or no part is known.
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

    /** The same store with another timeout per operation; closing the view does nothing. */
    KvStore withTimeout(Duration timeout);

    /** Ends the store. Later calls fail with a TRANSIENT error. */
    @Override
    void close();
}
