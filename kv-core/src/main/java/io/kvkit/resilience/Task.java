package io.kvkit.resilience;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
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
 * @param unanswered what is known of it when it was begun and no answer came
 * @param call begins it
 * @param ending ends a result when there is no answer
 * @param late where that is done when the time is over
 */
record Task<R extends @Nullable Object>(
        String name, Outcome unanswered, Supplier<CompletionStage<R>> call, Ending<R> ending, Executor late) {

    // Fewer are dealt with sooner than another thread begins.
    private static final int MANY_KEYS = 1_000;

    /** What is wrong, about one key or none. */
    @FunctionalInterface
    interface Fault {
        KvException of(@Nullable Key key);
    }

    /** Ends a result with a fault: at once, or key by key. */
    @FunctionalInterface
    interface Ending<R extends @Nullable Object> {
        void end(CompletableFuture<R> result, Fault fault);
    }

    static <R extends @Nullable Object> Task<R> read(
            String name, @Nullable Key key, Supplier<CompletionStage<R>> call) {
        return new Task<>(name, Outcome.NOT_APPLIED, call, single(key), Runnable::run);
    }

    static <R extends @Nullable Object> Task<R> change(
            String name, @Nullable Key key, Supplier<CompletionStage<R>> call) {
        return new Task<>(name, Outcome.UNKNOWN, call, single(key), Runnable::run);
    }

    /** An operation on several keys. Many of them would hold up the timer, which all calls share. */
    static <V> Task<Batch<Key, V>> batch(
            String name, Outcome unanswered, Collection<Key> keys, Supplier<CompletionStage<Batch<Key, V>>> call) {
        Executor late = keys.size() < MANY_KEYS ? Runnable::run : ForkJoinPool.commonPool();
        return new Task<>(name, unanswered, call, keyByKey(keys), late);
    }

    /** Ends a result because the time is over. */
    void expire(CompletableFuture<R> result, Fault fault) {
        late.execute(() -> ending.end(result, fault));
    }

    /** A result that has ended with a fault. */
    CompletableFuture<R> refused(Fault fault) {
        CompletableFuture<R> result = new CompletableFuture<>();
        ending.end(result, fault);
        return result;
    }

    private static <R extends @Nullable Object> Ending<R> single(@Nullable Key key) {
        return (result, fault) -> result.completeExceptionally(fault.of(key));
    }

    /** Ends a batch by a failure of each key, or by one of all of them if they are many. */
    /** Has keys of a batch fail: each by its own failure, or all by one if the batch is large. */
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
