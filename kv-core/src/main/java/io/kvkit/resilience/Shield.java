package io.kvkit.resilience;

import io.kvkit.call.Timer;
import io.kvkit.event.BreakerState;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The circuits, the bound and the deadlines that all views of a store share. */
final class Shield {

    private final KvStore store;
    private final ResilienceSettings settings;
    private final Timer timer;
    private final MicroClock clock;
    private final KvListeners listeners;
    private final InFlight inFlight;
    private final Circuits circuits;

    /** Creates a shield around a store and probes its parts. */
    Shield(KvStore store, ResilienceSettings settings, Timer timer, MicroClock clock, KvListeners listeners) {
        this.store = store;
        this.settings = settings;
        this.timer = timer;
        this.clock = clock;
        this.listeners = listeners;
        this.inFlight = new InFlight(settings.maxInFlight(), timer, clock, this.listeners);
        this.circuits = new Circuits(store, this::circuit);
    }

    /** Makes a call for a key, unless the breaker of its part or the bound refuses it. */
    <R extends @Nullable Object> CompletionStage<R> run(Key key, Task<R> task, Duration timeout) {
        return run(circuits.of(key), task, timeout);
    }

    /** Makes a call for several keys, except those that the breaker of their part refuses. */
    <V> CompletionStage<Batch<Key, V>> run(BatchTask<V> batch, Duration timeout) {
        Circuit common = circuits.common(batch.keys());
        return common == null
                ? batch.divided(circuits.divide(batch.keys()), inFlight, timeout)
                : run(common, batch.of(batch.keys()), timeout);
    }

    /** Makes a call on all parts that may take long, unless a breaker or the bound refuses it. */
    <R extends @Nullable Object> CompletionStage<R> runOnAll(Task<R> task, Duration timeout) {
        Circuit open = circuits.anyOpen();
        if (open != null) {
            return refuse(open, task);
        }
        Pass pass = circuits.whole().enterUntimed();
        return pass == null ? refuse(circuits.whole(), task) : inFlight.begin(pass, task, timeout, null);
    }

    /** Returns the health of the store, or a failure at the deadline. */
    CompletionStage<StoreHealth> bounded(Supplier<CompletionStage<StoreHealth>> probe, Duration timeout) {
        return inFlight.beginUncounted(Task.read("health", null, probe), timeout);
    }

    int inFlight() {
        return inFlight.now();
    }

    int maxInFlight() {
        return inFlight.most();
    }

    Map<StorePart, BreakerState> notClosed() {
        return circuits.notClosed();
    }

    void close() {
        circuits.close();
    }

    private <R extends @Nullable Object> CompletionStage<R> run(Circuit circuit, Task<R> task, Duration timeout) {
        Pass pass = circuit.enter();
        return pass == null ? refuse(circuit, task) : inFlight.begin(pass, task, timeout, circuit.deadline(timeout));
    }

    private <R extends @Nullable Object> CompletionStage<R> refuse(Circuit circuit, Task<R> task) {
        return inFlight.refuse(task, Kind.TRANSIENT, circuit.refusal());
    }

    private Circuit circuit(StorePart part) {
        Breaker breaker = new Breaker(settings.breaker(), clock);
        Duration pause = settings.breaker() == null
                ? settings.timeout()
                : settings.breaker().openInterval();
        Probing probing = new Probing(breaker, () -> probe(part), timer, clock, pause);
        return new Circuit(part, breaker, probing, new Deadline(settings.adaptive()), clock, listeners);
    }

    private CompletionStage<StoreHealth> probe(StorePart part) {
        circuits.forgetLeft();
        return bounded(() -> store.health(part), settings.timeout());
    }
}
