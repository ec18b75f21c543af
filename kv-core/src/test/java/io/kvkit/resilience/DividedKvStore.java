package io.kvkit.resilience;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.ForwardingKvStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A store of several parts, each of which does as it is told. The part of a key has the name that its id begins with. */
final class DividedKvStore extends ForwardingKvStore {

    /** One part. */
    static final class Part implements StorePart {

        final PuppetKvStore puppet;
        private final String name;
        private boolean present = true;

        private Part(String name, KvStore memory) {
            this.name = name;
            this.puppet = PuppetKvStore.before(memory);
        }

        @Override
        public boolean isPresent() {
            return present;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final Map<String, Part> owners = new HashMap<>();
    private final List<Set<String>> batches = new ArrayList<>();

    DividedKvStore(String... names) {
        super(new InMemoryKvStore());
        for (String name : names) {
            takeOver(name, name);
        }
    }

    /** The part that answers for keys which begin with a name; if there is none, nobody knows it. */
    PuppetKvStore puppet(String name) {
        return owners.get(name).puppet;
    }

    /** Another part, that works, answers for those keys from now on. */
    void takeOver(String name, String newcomer) {
        forget(name);
        owners.put(name, new Part(newcomer, delegate()));
    }

    /** Nobody is known who answers for those keys. */
    void forget(String name) {
        Part last = owners.remove(name);
        if (last != null) {
            last.present = false;
        }
    }

    /** The ids of each batch that was asked for, sorted. */
    List<Set<String>> batches() {
        return batches;
    }

    @Override
    public StorePart partOf(Key key) {
        Part owner = owners.get(name(key));
        return owner == null ? StorePart.WHOLE : owner;
    }

    @Override
    public CompletionStage<StoreHealth> health(StorePart part) {
        return part instanceof Part own ? own.puppet.health() : health();
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        Part owner = owners.get(name(key));
        return owner == null ? CompletableFuture.failedFuture(lost("get")) : owner.puppet.get(key);
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return puppet(name(key)).apply(key, transition);
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return null;
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return batch(keys, PuppetKvStore::mget);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return batch(values.keySet(), (puppet, keys) -> {
            Map<Key, byte[]> own = new HashMap<>(values);
            own.keySet().retainAll(keys);
            return puppet.mset(own, ttl);
        });
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return batch(keys, PuppetKvStore::deleteMany);
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return batch(transitions.keySet(), (puppet, keys) -> {
            Map<Key, Transition<? extends R>> own = new HashMap<>(transitions);
            own.keySet().retainAll(keys);
            return puppet.applyAll(own);
        });
    }

    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        boolean whole = owners.values().stream().allMatch(part -> part.puppet.works());
        return whole ? super.scan(prefix, limit) : CompletableFuture.failedFuture(lost("scan"));
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SHARED);
    }

    private <V> CompletionStage<Batch<Key, V>> batch(
            Collection<Key> keys, BiFunction<PuppetKvStore, Collection<Key>, CompletionStage<Batch<Key, V>>> call) {
        Set<String> ids = new TreeSet<>();
        Map<String, List<Key>> divided = new HashMap<>();
        for (Key key : keys) {
            ids.add(id(key));
            divided.computeIfAbsent(name(key), name -> new ArrayList<>()).add(key);
        }
        batches.add(ids);
        CompletionStage<Batch<Key, V>> all = CompletableFuture.completedFuture(new Batch<>(Map.of(), Map.of()));
        for (Map.Entry<String, List<Key>> part : divided.entrySet()) {
            all = all.thenCombine(call.apply(puppet(part.getKey()), part.getValue()), DividedKvStore::both);
        }
        return all;
    }

    private static <V> Batch<Key, V> both(Batch<Key, V> one, Batch<Key, V> other) {
        Map<Key, V> values = new HashMap<>(one.values());
        Map<Key, KvException> failures = new HashMap<>(one.failures());
        values.putAll(other.values());
        failures.putAll(other.failures());
        return new Batch<>(values, failures);
    }

    private static KvException lost(String operation) {
        return new KvException(Kind.TRANSIENT, Outcome.NOT_APPLIED, operation, null, "a part is lost", null);
    }

    private static String name(Key key) {
        return id(key).substring(0, 1);
    }

    private static String id(Key key) {
        return key.text().substring(key.text().lastIndexOf(':') + 1);
    }
}
