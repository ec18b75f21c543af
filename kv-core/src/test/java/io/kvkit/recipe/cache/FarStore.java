package io.kvkit.recipe.cache;

import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store at the end of a line that a test holds: replies to reads, and signals, arrive when the test lets them. */
final class FarStore extends ForwardingKvStore implements Signals {

    final AtomicInteger reads = new AtomicInteger();
    volatile boolean hasSignals = true;
    volatile long silenceNanos;
    private final Queue<Listener> listeners = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> replies = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();
    private volatile boolean holdsReplies;
    private volatile boolean holdsSignals;

    FarStore(KvStore store) {
        super(store);
    }

    void holdReplies() {
        holdsReplies = true;
    }

    void deliverReplies() {
        holdsReplies = false;
        deliver(replies);
    }

    void holdSignals() {
        holdsSignals = true;
    }

    void deliverSignals() {
        holdsSignals = false;
        deliver(signals);
    }

    void loseSignals() {
        holdsSignals = false;
        signals.clear();
        listeners.forEach(Listener::anythingChanged);
    }

    private static void deliver(Queue<Runnable> held) {
        for (Runnable one = held.poll(); one != null; one = held.poll()) {
            one.run();
        }
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        reads.incrementAndGet();
        CompletionStage<byte @Nullable []> answer = super.get(key);
        if (!holdsReplies) {
            return answer;
        }
        CompletableFuture<Void> held = new CompletableFuture<>();
        replies.add(() -> held.complete(null));
        return held.thenCompose(now -> answer);
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return null;
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return null;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SHARED);
    }

    @Override
    public Optional<Signals> signals() {
        return hasSignals ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Subscription listen(Namespace namespace, Listener listener) {
        listeners.add(listener);
        Subscription inner = super.signals().orElseThrow().listen(namespace, new Listener() {
            @Override
            public void changed(Key key) {
                later(() -> listener.changed(key));
            }

            @Override
            public void anythingChanged() {
                later(listener::anythingChanged);
            }
        });
        return new Subscription() {
            @Override
            public long silenceNanos() {
                return silenceNanos;
            }

            @Override
            public void close() {
                listeners.remove(listener);
                inner.close();
            }
        };
    }

    private void later(Runnable signal) {
        if (holdsSignals) {
            signals.add(signal);
        } else {
            signal.run();
        }
    }
}
