package io.kvkit.store;

import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs plain work and returns its result as a stage: at once, or on an executor. An exception of the work becomes a
 * failure of the store.
 */
record CasCalls(@Nullable Executor executor) {

    boolean isImmediate() {
        return executor == null;
    }

    <T extends @Nullable Object> CompletionStage<T> run(String operation, @Nullable Key key, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            Executor own = executor;
            if (own == null) {
                end(result, operation, key, work);
            } else {
                own.execute(() -> end(result, operation, key, work));
            }
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(rejected(operation, key, e));
        }
        return result;
    }

    /** Runs work for each of several keys, which succeed or fail independently. */
    <V> CompletionStage<Batch<Key, V>> each(String operation, Collection<Key> keys, Function<Key, @Nullable V> work) {
        Set<Key> distinct = new HashSet<>(keys);
        return run(operation, null, () -> batch(operation, distinct, work))
                .exceptionally(failure -> batch(operation, distinct, key -> {
                    throw rejected(operation, key, failure);
                }));
    }

    private static <V> Batch<Key, V> batch(String operation, Set<Key> keys, Function<Key, @Nullable V> work) {
        Map<Key, V> values = new HashMap<>();
        Map<Key, KvException> failures = new HashMap<>();
        for (Key key : keys) {
            try {
                V value = work.apply(key);
                if (value != null) {
                    values.put(key, value);
                }
            } catch (Throwable e) {
                failures.put(key, KvException.thrown(operation, key, e));
            }
        }
        return new Batch<>(values, failures);
    }

    private static <T extends @Nullable Object> void end(
            CompletableFuture<T> result, String operation, @Nullable Key key, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (Throwable e) {
            // Also what no signature declares: a stage that never ends would hold its caller for ever.
            result.completeExceptionally(KvException.thrown(operation, key, e));
        }
    }

    /**
     * Runs work on the calling thread.
     *
     * @throws KvException whatever the work throws
     */
    <T extends @Nullable Object> T now(String operation, Key key, Supplier<T> work) {
        try {
            return work.get();
        } catch (Throwable e) {
            throw KvException.thrown(operation, key, e);
        }
    }

    private static KvException rejected(String operation, @Nullable Key key, Throwable failure) {
        return new KvException(
                Kind.TRANSIENT, Outcome.NOT_APPLIED, operation, key, "the store takes no more work", failure);
    }
}
