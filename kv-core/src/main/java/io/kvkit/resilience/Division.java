package io.kvkit.resilience;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A batch on several parts of a store: what their circuits let through goes to the store in one call, the keys of the
 * others fail alone.
 */
final class Division<V> {

    private final BatchTask<V> batch;
    private final Map<Pass, List<Key>> through = new LinkedHashMap<>();
    private final Map<Key, KvException> refused = new HashMap<>();

    Division(BatchTask<V> batch, Map<Circuit, List<Key>> keys) {
        this.batch = batch;
        keys.forEach(this::enter);
    }

    // Only the store knows which of its parts kept it waiting, so its own deadline holds and no shorter one.
    CompletionStage<Batch<Key, V>> run(InFlight inFlight, Duration timeout) {
        if (through.isEmpty()) {
            inFlight.refused(batch.name(), Kind.TRANSIENT);
            return CompletableFuture.completedFuture(new Batch<>(Map.of(), refused));
        }
        List<Key> keys = through.values().stream().flatMap(Collection::stream).toList();
        CompletionStage<Batch<Key, V>> answer =
                inFlight.begin(new Pass.Several(through), batch.of(keys), timeout, null);
        return refused.isEmpty() ? answer : answer.thenApply(this::withRefused);
    }

    private void enter(Circuit circuit, List<Key> keys) {
        Pass pass = circuit.enterUntimed();
        if (pass != null) {
            through.put(pass, keys);
        } else {
            String reason = circuit.refusal();
            Task.failEach(keys, batch.keys().size(), key -> refusal(key, reason), refused);
        }
    }

    private KvException refusal(@Nullable Key key, String reason) {
        return KvException.refused(Kind.TRANSIENT, batch.name(), key, reason);
    }

    private Batch<Key, V> withRefused(Batch<Key, V> answer) {
        Map<Key, KvException> failures = new HashMap<>(answer.failures());
        failures.putAll(refused);
        return new Batch<>(answer.values(), failures);
    }
}
