package io.kvkit.resilience;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a store.
 *
 * @param name the operation, for error messages and metrics
 * @param unanswered the outcome if it was started and no answer came
 * @param key the key; null if there is not exactly one
 * @param call starts it
 * @param keyByKey ends a batch if there is no answer; null for other operations, which fail
 * @param late the executor that ends a batch when the time is over
 */
record Task<R extends @Nullable Object>(
        String name,
        Outcome unanswered,
        @Nullable Key key,
        Supplier<CompletionStage<R>> call,
        @Nullable Ending<R> keyByKey,
        Executor late) {

    // Handling fewer keys is faster than starting another thread.
    private static final int MANY_KEYS = 1_000;
    private static final Executor AT_ONCE = Runnable::run;

    /** Creates the exception for one key, or for none. */
    @FunctionalInterface
    interface Fault {
        KvException of(@Nullable Key key);
    }

    /** Ends a result with a fault. */
    @FunctionalInterface
    interface Ending<R extends @Nullable Object> {
        void end(CompletableFuture<R> result, Fault fault);
    }

    static <R extends @Nullable Object> Task<R> read(
            String name, @Nullable Key key, Supplier<CompletionStage<R>> call) {
        return new Task<>(name, Outcome.NOT_APPLIED, key, call, null, AT_ONCE);
    }

    static <R extends @Nullable Object> Task<R> change(
            String name, @Nullable Key key, Supplier<CompletionStage<R>> call) {
        return new Task<>(name, Outcome.UNKNOWN, key, call, null, AT_ONCE);
    }

    /** Returns an operation on several keys. Ending many keys would block the timer, which all calls share. */
    static <V> Task<Batch<Key, V>> batch(
            String name, Outcome unanswered, Collection<Key> keys, Supplier<CompletionStage<Batch<Key, V>>> call) {
        Executor late = keys.size() < MANY_KEYS ? AT_ONCE : ForkJoinPool.commonPool();
        return new Task<>(name, unanswered, null, call, keyByKey(keys), late);
    }

    /** Ends a result because its time is over. */
    void expire(CompletableFuture<R> result) {
        late.execute(() -> end(
                result, about -> new KvException(Kind.TIMEOUT, unanswered, name, about, "no answer in time", null)));
    }

    /** Returns a result that has failed with a fault. */
    CompletableFuture<R> refused(Fault fault) {
        CompletableFuture<R> result = new CompletableFuture<>();
        end(result, fault);
        return result;
    }

    private void end(CompletableFuture<R> result, Fault fault) {
        if (keyByKey == null) {
            result.completeExceptionally(fault.of(key));
        } else {
            keyByKey.end(result, fault);
        }
    }

    /** Makes keys of a batch fail: each with its own failure, or all with the same one if the batch is large. */
    static void failEach(Collection<Key> keys, int ofBatch, Fault fault, Map<Key, KvException> failures) {
        if (ofBatch <= Batch.MAX_NAMED) {
            keys.forEach(key -> failures.put(key, fault.of(key)));
        } else {
            KvException shared = fault.of(null);
            keys.forEach(key -> failures.put(key, shared));
        }
    }

    private static <V> Ending<Batch<Key, V>> keyByKey(Collection<Key> all) {
        List<Key> keys = List.copyOf(all);
        return (result, fault) -> {
            Map<Key, KvException> failures = new HashMap<>();
            failEach(keys, keys.size(), fault, failures);
            result.complete(new Batch<>(Map.of(), failures));
        };
    }
}
