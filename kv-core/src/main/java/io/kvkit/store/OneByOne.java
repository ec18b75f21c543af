package io.kvkit.store;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Applies transitions of several keys to a store that accepts one at a time. */
final class OneByOne<R> {

    private final KvStore store;
    private final Map<Key, R> values = new ConcurrentHashMap<>();
    private final Map<Key, KvException> failures = new ConcurrentHashMap<>();

    OneByOne(KvStore store) {
        this.store = store;
    }

    CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        CompletableFuture<?>[] all = transitions.entrySet().stream()
                .map(entry -> begin(entry.getKey(), entry.getValue()))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all).thenApply(ended -> new Batch<>(values, failures));
    }

    private CompletableFuture<Void> begin(Key key, Transition<? extends R> transition) {
        try {
            return store.apply(key, transition)
                    .<Void>handle((value, failure) -> ended(key, value, failure))
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            ended(key, null, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private @Nullable Void ended(Key key, @Nullable R value, @Nullable Throwable failure) {
        if (value != null) {
            values.put(key, value);
        } else if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            failures.put(key, KvException.thrown("applyAll", key, cause == null ? failure : cause));
        }
        return null;
    }
}
