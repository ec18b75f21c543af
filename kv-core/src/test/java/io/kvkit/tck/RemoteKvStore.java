package io.kvkit.tck;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that answers nothing at once, and everything on one thread of its own, as the connection of a server does. */
public final class RemoteKvStore extends ForwardingKvStore {

    private final ExecutorService connection = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "connection");
        thread.setDaemon(true);
        return thread;
    });

    public RemoteKvStore(KvStore store) {
        super(store);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return answered(() -> super.get(key));
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return null;
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return answered(() -> super.set(key, value, ttl));
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return answered(() -> super.mget(keys));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return answered(() -> super.mset(values, ttl));
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return answered(() -> super.apply(key, transition));
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return null;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public void close() {
        connection.shutdownNow();
        super.close();
    }

    // Twice in the queue, so that who called has turned to waiting.
    private <T> CompletionStage<T> answered(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        connection.execute(() -> connection.execute(() -> call.get().whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        })));
        return answer;
    }
}
