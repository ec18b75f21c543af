package io.kvkit.resilience;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a store on several keys, which can be run for some of them.
 *
 * @param name the operation, for error messages and metrics
 * @param unanswered the outcome if it was started and no answer came
 * @param keys all its keys
 * @param call starts it for some of the keys
 */
record BatchTask<V>(
        String name,
        Outcome unanswered,
        Collection<Key> keys,
        Function<Collection<Key>, CompletionStage<Batch<Key, V>>> call) {

    static <V> BatchTask<V> read(
            String name, Collection<Key> keys, Function<Collection<Key>, CompletionStage<Batch<Key, V>>> call) {
        return new BatchTask<>(name, Outcome.NOT_APPLIED, keys, call);
    }

    static <V> BatchTask<V> change(
            String name, Collection<Key> keys, Function<Collection<Key>, CompletionStage<Batch<Key, V>>> call) {
        return new BatchTask<>(name, Outcome.UNKNOWN, keys, call);
    }

    /** Returns the operation on some of the keys. */
    Task<Batch<Key, V>> of(Collection<Key> some) {
        return Task.batch(name, unanswered, some, () -> call.apply(some));
    }

    /** Runs it in one call for the keys that the circuits of their parts let through. Only the other keys fail. */
    CompletionStage<Batch<Key, V>> divided(Map<Circuit, List<Key>> byCircuit, InFlight inFlight, Duration timeout) {
        return new Divided(byCircuit).run(inFlight, timeout);
    }

    private final class Divided {

        private final Map<Pass, List<Key>> through = new LinkedHashMap<>();
        private final Map<Key, KvException> refused = new HashMap<>();

        Divided(Map<Circuit, List<Key>> byCircuit) {
            byCircuit.forEach(this::enter);
        }

        // Only the store knows which of its parts is slow, so its own deadline applies and no shorter one.
        CompletionStage<Batch<Key, V>> run(InFlight inFlight, Duration timeout) {
            if (through.isEmpty()) {
                inFlight.refused(name, Kind.TRANSIENT);
                return CompletableFuture.completedFuture(new Batch<>(Map.of(), refused));
            }
            List<Key> some =
                    through.values().stream().flatMap(Collection::stream).toList();
            CompletionStage<Batch<Key, V>> answer = inFlight.begin(new Pass.Several(through), of(some), timeout, null);
            return refused.isEmpty() ? answer : answer.thenApply(this::withRefused);
        }

        private void enter(Circuit circuit, List<Key> own) {
            Pass pass = circuit.enterUntimed();
            if (pass != null) {
                through.put(pass, own);
            } else {
                String reason = circuit.refusal();
                Task.failEach(own, keys.size(), key -> refusal(key, reason), refused);
            }
        }

        private KvException refusal(@Nullable Key key, String reason) {
            return KvException.refused(Kind.TRANSIENT, name, key, reason);
        }

        private Batch<Key, V> withRefused(Batch<Key, V> answer) {
            Map<Key, KvException> failures = new HashMap<>(answer.failures());
            failures.putAll(refused);
            return new Batch<>(answer.values(), failures);
        }
    }
}
