package io.kvkit.resilience;

import io.kvkit.resilience.Circuit.Permit;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call about several keys. It is made for the keys that the circuits of their parts let through; only the other keys
 * fail.
 */
final class BatchPass<V> implements Pass<Batch<Key, V>> {

    // Handling fewer keys is faster than starting another thread.
    private static final int MANY_KEYS = 1_000;

    private record Share(Permit permit, Collection<Key> keys) {}

    private final Shield shield;
    private final String operation;
    private final Outcome unanswered;
    private final boolean timed;
    private final Map<Circuit, ? extends Collection<Key>> byCircuit;
    private final Map<Circuit, Share> through = new LinkedHashMap<>();
    private final Map<Key, KvException> refused = new HashMap<>();
    private long startMicros;

    /**
     * Creates the pass of a batch.
     *
     * @param operation the operation, for error messages and metrics
     * @param unanswered the outcome if the call was made and no answer came
     * @param timed whether its duration is a measure for other calls, and theirs for it
     */
    BatchPass(
            Shield shield,
            Map<Circuit, ? extends Collection<Key>> byCircuit,
            String operation,
            Outcome unanswered,
            boolean timed) {
        this.shield = shield;
        this.byCircuit = byCircuit;
        this.operation = operation;
        this.unanswered = unanswered;
        this.timed = timed && byCircuit.size() == 1;
    }

    /** Makes the call, unless all of it is refused. */
    CompletionStage<Batch<Key, V>> run(
            Function<Collection<Key>, CompletionStage<Batch<Key, V>>> call, Duration timeout) {
        CompletionStage<Batch<Key, V>> answer = shield.run(this, () -> call.apply(keys()), timeout);
        return refused.isEmpty() ? answer : answer.thenApply(this::withRefused);
    }

    @Override
    public String operation() {
        return operation;
    }

    @Override
    public @Nullable String enter() {
        byCircuit.forEach(this::enter);
        startMicros = shield.nowMicros();
        return through.isEmpty() ? "all keys are refused" : null;
    }

    private void enter(Circuit circuit, Collection<Key> own) {
        Permit permit = circuit.enter();
        if (permit == Permit.REFUSED) {
            String reason = circuit.refusal();
            failEach(own, key -> KvException.refused(Kind.TRANSIENT, operation, key, reason), refused);
        } else {
            through.put(circuit, new Share(permit, own));
        }
    }

    @Override
    public void leave() {
        through.forEach((circuit, share) -> circuit.leave(share.permit));
    }

    // Only the store knows which of its parts is slow, so its own deadline applies to several of them.
    @Override
    public @Nullable Duration deadline(Duration timeout) {
        return timed ? byCircuit.keySet().iterator().next().deadline(timeout) : null;
    }

    @Override
    public CompletionStage<Batch<Key, V>> refused(Kind kind, String reason) {
        return CompletableFuture.completedFuture(
                failed(keys(), key -> KvException.refused(kind, operation, key, reason)));
    }

    // Ending many keys would block the timer, which all calls share.
    @Override
    public void expire(CompletableFuture<Batch<Key, V>> result) {
        Collection<Key> keys = keys();
        Executor late = keys.size() < MANY_KEYS ? Runnable::run : ForkJoinPool.commonPool();
        late.execute(() -> result.complete(failed(keys, this::late)));
    }

    // The part that did not answer cannot be distinguished from the others, so all count as failed.
    @Override
    public void ended(@Nullable Object answer, @Nullable Throwable failure) {
        long nanos = shield.left(startMicros);
        Batch<?, ?> batch = answer instanceof Batch<?, ?> known ? known : null;
        through.forEach((circuit, share) -> {
            Throwable own = batch == null ? failure : failureOf(share, batch);
            if (timed) {
                circuit.learn(own, nanos);
            }
            circuit.ended(share.permit, own);
        });
        shield.tell(operation, batch == null ? failure : Verdict.failureIn(batch), nanos);
    }

    private @Nullable Throwable failureOf(Share share, Batch<?, ?> batch) {
        return byCircuit.size() == 1 ? Verdict.failureIn(batch) : Verdict.failureOf(share.keys, batch);
    }

    private KvException late(@Nullable Key key) {
        return new KvException(Kind.TIMEOUT, unanswered, operation, key, "no answer in time", null);
    }

    /** Returns those of the values that have one of the keys. */
    static <V> Map<Key, V> of(Collection<Key> keys, Map<Key, V> values) {
        if (keys.size() == values.size()) {
            return values;
        }
        Map<Key, V> some = new HashMap<>(values);
        some.keySet().retainAll(Set.copyOf(keys));
        return some;
    }

    private Collection<Key> keys() {
        return through.size() == 1
                ? through.values().iterator().next().keys
                : through.values().stream()
                        .flatMap(share -> share.keys.stream())
                        .toList();
    }

    private Batch<Key, V> withRefused(Batch<Key, V> answer) {
        Map<Key, KvException> failures = new HashMap<>(answer.failures());
        failures.putAll(refused);
        return new Batch<>(answer.values(), failures);
    }

    private Batch<Key, V> failed(Collection<Key> some, Function<@Nullable Key, KvException> fault) {
        Map<Key, KvException> failures = new HashMap<>();
        failEach(some, fault, failures);
        return new Batch<>(Map.of(), failures);
    }

    // Creating a failure for each of many keys would take longer than the timeout.
    private void failEach(
            Collection<Key> some, Function<@Nullable Key, KvException> fault, Map<Key, KvException> failures) {
        int all = byCircuit.values().stream().mapToInt(Collection::size).sum();
        if (all <= Batch.MAX_NAMED) {
            some.forEach(key -> failures.put(key, fault.apply(key)));
        } else {
            KvException shared = fault.apply(null);
            some.forEach(key -> failures.put(key, shared));
        }
    }
}
