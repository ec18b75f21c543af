package io.kvkit.tck;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that answers on one thread of its own, as the connection of a server does, and only when the thread that asked
 * has turned to waiting.
 */
public final class RemoteKvStore extends ForwardingKvStore {

    private static final Set<Thread.State> WAITING =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

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
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return answered(() -> super.<R>applyAll(transitions));
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

    private <T> CompletionStage<T> answered(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread caller = Thread.currentThread();
        connection.execute(() -> {
            untilItWaits(caller);
            call.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        });
        return answer;
    }

    // An answer that comes before is found by the caller itself, which is not what the thread of a connection does.
    private static void untilItWaits(Thread caller) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!WAITING.contains(caller.getState()) && caller != Thread.currentThread() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
