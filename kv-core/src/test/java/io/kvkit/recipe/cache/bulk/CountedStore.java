package io.kvkit.recipe.cache.bulk;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Counts what is sent, one entry for each batch or single operation. */
final class CountedStore extends ForwardingKvStore {

    final List<String> sent = new ArrayList<>();

    CountedStore(KvStore store) {
        super(store);
    }

    synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    private synchronized void note(String what) {
        sent.add(what);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        note("get");
        return super.get(key);
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        note("apply");
        return super.apply(key, transition);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        note("mget " + keys.size());
        return super.mget(keys);
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        note("applyAll " + transitions.size());
        return super.<R>applyAll(transitions);
    }

    // A store in this JVM must be asked as if it were far away.
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
}
