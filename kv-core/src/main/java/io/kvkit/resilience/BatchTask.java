package io.kvkit.resilience;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException.Outcome;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One operation of a store on several keys, which can be made for some of them.
 *
 * @param name the operation, for error messages and metrics
 * @param unanswered what is known of it when it was begun and no answer came
 * @param keys all its keys
 * @param call begins it for some of the keys
 */
record BatchTask<V>(
        String name,
        Outcome unanswered,
        Collection<Key> keys,
        Function<Collection<Key>, CompletionStage<Batch<Key, V>>> call) {

    static <V> BatchTask<V> read(
            String name, Collection<Key> keys, Function<Collection<Key>, CompletionStage<Batch<Key, V>>> call) {
        return new BatchTask<>(name, Outcome.NOT_APPLIED, keys, call);
    }

    static <V> BatchTask<V> change(
            String name, Collection<Key> keys, Function<Collection<Key>, CompletionStage<Batch<Key, V>>> call) {
        return new BatchTask<>(name, Outcome.UNKNOWN, keys, call);
    }

    /** The operation on some of the keys. */
    Task<Batch<Key, V>> of(Collection<Key> some) {
        return Task.batch(name, unanswered, some, () -> call.apply(some));
    }
}
