package io.kvkit.resilience;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.ForwardingKvStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that does as it is told: it answers, fails, or keeps callers waiting. It claims to need I/O. */
final class PuppetKvStore extends ForwardingKvStore {

    private record Waiting<R>(CompletableFuture<R> result, Supplier<CompletionStage<R>> call) {

        void answer() {
            call.get().thenAccept(result::complete);
        }
    }

    private final Deque<Waiting<?>> waiting = new ArrayDeque<>();
    private @Nullable Kind failure;
    private boolean silent;
    private boolean healthLies;
    private int calls;
    private int probes;

    PuppetKvStore() {
        super(new InMemoryKvStore());
    }

    private PuppetKvStore(KvStore store) {
        super(store);
    }

    static PuppetKvStore before(KvStore store) {
        return new PuppetKvStore(store);
    }

    void answer() {
        failure = null;
        silent = false;
    }

    void failWith(Kind kind) {
        answer();
        failure = kind;
    }

    void beSilent() {
        answer();
        silent = true;
    }

    /** Says that it does not work, whatever is true. */
    void lieAboutHealth() {
        healthLies = true;
    }

    /** Answers the oldest call that waits. */
    void answerLate() {
        waiting.remove().answer();
    }

    boolean works() {
        return failure == null && !silent;
    }

    int calls() {
        return calls;
    }

    int probes() {
        return probes;
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return act(key, () -> super.get(key));
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return null;
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return act(key, () -> super.set(key, value, ttl));
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return act(keys, () -> super.mget(keys));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return act(values.keySet(), () -> super.mset(values, ttl));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return act(keys, () -> super.deleteMany(keys));
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return act(key, () -> super.apply(key, transition));
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return act(transitions.keySet(), () -> super.<R>applyAll(transitions));
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return null;
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        probes++;
        if (silent) {
            return new CompletableFuture<>();
        }
        boolean down = failure != null || healthLies;
        return down
                ? CompletableFuture.completedFuture(new StoreHealth(false, Duration.ZERO, Map.of()))
                : super.health();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SHARED);
    }

    private <R> CompletionStage<R> act(Key key, Supplier<CompletionStage<R>> call) {
        calls++;
        if (failure != null) {
            return CompletableFuture.failedFuture(error(failure, key));
        }
        if (!silent) {
            return call.get();
        }
        Waiting<R> late = new Waiting<>(new CompletableFuture<>(), call);
        waiting.add(late);
        return late.result;
    }

    private <V> CompletionStage<Batch<Key, V>> act(
            Collection<Key> keys, Supplier<CompletionStage<Batch<Key, V>>> call) {
        calls++;
        if (failure == null) {
            return silent ? new CompletableFuture<>() : call.get();
        }
        Map<Key, KvException> failures = new HashMap<>();
        keys.forEach(key -> failures.put(key, error(failure, key)));
        return CompletableFuture.completedFuture(new Batch<>(Map.of(), failures));
    }

    private static KvException error(Kind kind, Key key) {
        return new KvException(kind, Outcome.NOT_APPLIED, "puppet", key, "as told", null);
    }
}
