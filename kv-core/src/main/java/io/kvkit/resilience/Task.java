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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a store.
 *
 * @param name the operation, for error messages and metrics
 * @param unanswered what is known of it when it was begun and no answer came
 * @param call begins it
 * @param ending ends a result when there is no answer
 */
record Task<R extends @Nullable Object>(
        String name, Outcome unanswered, Supplier<CompletionStage<R>> call, Ending<R> ending) {

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
        return new Task<>(name, Outcome.NOT_APPLIED, call, single(key));
    }

    static <R extends @Nullable Object> Task<R> change(
            String name, @Nullable Key key, Supplier<CompletionStage<R>> call) {
        return new Task<>(name, Outcome.UNKNOWN, call, single(key));
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

    /** Ends a batch by a failure of each key. */
    static <V> Ending<Batch<Key, V>> keyByKey(Collection<Key> all) {
        List<Key> keys = List.copyOf(all);
        return (result, fault) -> {
            Map<Key, KvException> failures = new HashMap<>();
            keys.forEach(key -> failures.put(key, fault.of(key)));
            result.complete(new Batch<>(Map.of(), failures));
        };
    }
}
