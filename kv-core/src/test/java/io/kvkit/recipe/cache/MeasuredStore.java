package io.kvkit.recipe.cache;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.ForwardingKvStore;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Notes the longest value that goes to the server or comes from it. */
final class MeasuredStore extends ForwardingKvStore {

    static final int LONGEST_COMMAND = 512 * 1024;

    final AtomicInteger longest = new AtomicInteger();
    final AtomicInteger records = new AtomicInteger();
    final AtomicInteger parts = new AtomicInteger();

    MeasuredStore(KvStore store) {
        super(store);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        (key.text().contains("\\c") ? parts : records).incrementAndGet();
        return super.get(key).thenApply(this::noted);
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return super.set(key, noted(value), ttl);
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        noted(transition);
        return super.apply(key, transition);
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        transitions.values().forEach(this::noted);
        return super.applyAll(transitions);
    }

    private void noted(Transition<?> transition) {
        longest.accumulateAndGet(
                transition.arguments().stream().mapToInt(bytes -> bytes.length).sum(), Math::max);
    }

    private byte @Nullable [] noted(byte @Nullable [] value) {
        longest.accumulateAndGet(value == null ? 0 : value.length, Math::max);
        return value;
    }
}
