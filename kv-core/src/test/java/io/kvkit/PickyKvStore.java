package io.kvkit;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import io.kvkit.tck.ForwardingKvStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A store that refuses, in every batch, the key that ends with {@code bad}. */
final class PickyKvStore extends ForwardingKvStore {

    PickyKvStore(KvStore store) {
        super(store);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return super.mget(good(keys)).thenApply(batch -> refusing("mget", keys, batch));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        Map<Key, byte[]> good = good(values.keySet()).stream().collect(Collectors.toMap(key -> key, values::get));
        return super.mset(good, ttl).thenApply(batch -> refusing("mset", values.keySet(), batch));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return super.deleteMany(good(keys)).thenApply(batch -> refusing("deleteMany", keys, batch));
    }

    private static List<Key> good(Collection<Key> keys) {
        return keys.stream().filter(Predicate.not(PickyKvStore::isBad)).toList();
    }

    private static boolean isBad(Key key) {
        return key.text().endsWith("bad");
    }

    private static <V> Batch<Key, V> refusing(String operation, Collection<Key> keys, Batch<Key, V> batch) {
        Map<Key, KvException> failures = new HashMap<>(batch.failures());
        keys.stream()
                .filter(PickyKvStore::isBad)
                .forEach(key -> failures.put(key, KvException.permanent(operation, key, "the test refuses")));
        return new Batch<>(batch.values(), failures);
    }
}
