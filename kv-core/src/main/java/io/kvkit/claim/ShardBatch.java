package io.kvkit.claim;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Transitions of several records, some of which are in one shard. A batch of the store has one transition for each key,
 * so they are sent in several batches at the same time, which have no order among them.
 *
 * @param stored what is sent, by the key under which it is stored
 * @param keys the keys of the records, by the same key
 */
record ShardBatch<R>(Map<Key, Transition<? extends R>> stored, Map<Key, Key> keys) {

    private ShardBatch() {
        this(new LinkedHashMap<>(), new HashMap<>());
    }

    static <R> CompletionStage<Batch<Key, R>> apply(
            KvStore store, Map<Key, ? extends Transition<? extends R>> transitions, Function<Key, Place> places) {
        CompletionStage<Batch<Key, R>> all = CompletableFuture.completedFuture(new Batch<>(Map.of(), Map.of()));
        for (ShardBatch<R> batch : ShardBatch.<R>of(transitions, places)) {
            all = all.thenCombine(batch.send(store), ShardBatch::both);
        }
        return all;
    }

    private static <R> List<ShardBatch<R>> of(
            Map<Key, ? extends Transition<? extends R>> transitions, Function<Key, Place> places) {
        List<ShardBatch<R>> batches = new ArrayList<>();
        Map<Key, Integer> used = new HashMap<>();
        transitions.forEach((key, transition) -> {
            Place place = places.apply(key);
            int turn = used.merge(place.stored(), 1, Integer::sum) - 1;
            if (turn == batches.size()) {
                batches.add(new ShardBatch<>());
            }
            batches.get(turn).add(place, transition);
        });
        return batches;
    }

    private void add(Place place, Transition<? extends R> transition) {
        stored.put(place.stored(), place.within(transition));
        keys.put(place.stored(), place.key());
    }

    private CompletionStage<Batch<Key, R>> send(KvStore store) {
        return store.<R>applyAll(stored)
                .thenApply(sent -> new Batch<>(byRecord(sent.values()), byRecord(sent.failures())));
    }

    private <V> Map<Key, V> byRecord(Map<Key, V> byStored) {
        Map<Key, V> found = new HashMap<>();
        byStored.forEach((key, value) -> found.put(keys.getOrDefault(key, key), value));
        return found;
    }

    private static <R> Batch<Key, R> both(Batch<Key, R> one, Batch<Key, R> other) {
        Map<Key, R> values = new HashMap<>(one.values());
        Map<Key, KvException> failures = new HashMap<>(one.failures());
        values.putAll(other.values());
        failures.putAll(other.failures());
        return new Batch<>(values, failures);
    }
}
