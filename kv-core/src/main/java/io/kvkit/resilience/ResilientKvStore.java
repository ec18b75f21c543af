package io.kvkit.resilience;

import io.kvkit.call.Timer;
import io.kvkit.event.BreakerState;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.LiveRecords;
import io.kvkit.store.Lookup;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Signals;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper that bounds the harm of a failing store: every call ends in time, calls above a bound are refused, and
 * calls fail at once while the store does not work.
 *
 * <p>A circuit breaker counts failures of the kinds TRANSIENT, TIMEOUT and UNKNOWN. While it is open, calls fail with a
 * TRANSIENT error and change nothing. The store is probed in the background, so no caller is used as a probe. Calls
 * above the bound fail with a CAPACITY error and change nothing; calls are never queued. A call that the store does not
 * end is ended shortly after its timeout.
 *
 * <p>Each {@linkplain KvStore#partOf part} of a store has its own breaker, so the failure of one part does not affect
 * the keys of the others. In a batch, only the keys of that part fail. A scan needs all parts: it fails while the
 * breaker of one is open, and otherwise uses the breaker of the whole store. All views share the breakers and the
 * bound. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * KvStore store = ResilientKvStore.around(
 *     redis, ResilienceSettings.of(timeout), timer, MicroClock.system(), KvListeners.NONE);
 * }</pre>
 *
 * @since 0.1
 */
public final class ResilientKvStore implements KvStore {

    // The timeout of a store applies to each page of a scan.
    private static final int PAGES = 1_000;

    private final KvStore store;
    private final Shield shield;
    private final Duration timeout;
    private final boolean timed;
    private final Runnable end;

    private ResilientKvStore(KvStore store, Shield shield, Duration timeout, boolean timed, Runnable end) {
        this.store = store;
        this.shield = shield;
        this.timeout = timeout;
        this.timed = timed;
        this.end = end;
    }

    /**
     * Wraps a store. A store that needs no I/O cannot be slow and is returned unchanged.
     *
     * @param store the store, which is closed with the result
     * @param timer ends calls at their deadlines and probes the store
     * @param listeners receive the outcomes of calls and the changes of circuit breakers
     */
    public static KvStore around(
            KvStore store, ResilienceSettings settings, Timer timer, MicroClock clock, KvListeners listeners) {
        if (store.capabilities().contains(Capability.IMMEDIATE)) {
            return store;
        }
        Shield shield = new Shield(store, settings, timer, clock, listeners);
        return new ResilientKvStore(store, shield, settings.timeout(), true, () -> {
            shield.close();
            store.close();
        });
    }

    /** Returns the present state of the circuit breaker; if there are several, the most restrictive state. */
    public BreakerState breaker() {
        Collection<BreakerState> states = notClosed().values();
        return states.contains(BreakerState.OPEN)
                ? BreakerState.OPEN
                : states.isEmpty() ? BreakerState.CLOSED : BreakerState.HALF_OPEN;
    }

    /** Returns the circuit breakers that are not closed, by their part of the store. */
    public Map<StorePart, BreakerState> notClosed() {
        return shield.circuits().notClosed();
    }

    /** Returns the number of calls in flight. */
    public int inFlight() {
        return shield.inFlight();
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return shield.run(this.<byte @Nullable []>reading("get", key), () -> store.get(key), timeout);
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return store.getNow(key);
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return shield.run(changing("set", key), () -> store.set(key, value, ttl), timeout);
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return shield.run(changing("delete", key), () -> store.delete(key), timeout);
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return shield.run(reading("exists", key), () -> store.exists(key), timeout);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return this.<byte[]>batch("mget", keys, Outcome.NOT_APPLIED).run(store::mget, timeout);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return this.<Boolean>batch("mset", values.keySet(), Outcome.UNKNOWN)
                .run(keys -> store.mset(BatchPass.of(keys, values), ttl), timeout);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return this.<Boolean>batch("deleteMany", keys, Outcome.UNKNOWN).run(store::deleteMany, timeout);
    }

    /** {@inheritDoc} The timeout applies to each page of the store's answer. */
    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        return shield.runOnAll("scan", () -> store.scan(prefix, limit), timeout.multipliedBy(PAGES));
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return shield.run(changing(transition.script().name(), key), () -> store.apply(key, transition), timeout);
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return this.<R>batch("applyAll", transitions.keySet(), Outcome.UNKNOWN)
                .run(keys -> store.<R>applyAll(BatchPass.of(keys, transitions)), timeout);
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return store.applyNow(key, transition);
    }

    @Override
    public @Nullable LiveRecords liveRecords(Key key) {
        return store.liveRecords(key);
    }

    @Override
    public long nowMicros(Key key) {
        return store.nowMicros(key);
    }

    @Override
    public StorePart partOf(Key key) {
        return store.partOf(key);
    }

    /**
     * {@inheritDoc} The store is checked whatever the state of the breakers. The details contain their states and the
     * calls in flight.
     */
    @Override
    public CompletionStage<StoreHealth> health() {
        return reported(store::health);
    }

    @Override
    public CompletionStage<StoreHealth> health(StorePart part) {
        return reported(() -> store.health(part));
    }

    @Override
    public Optional<Signals> signals() {
        return store.signals();
    }

    @Override
    public Set<Capability> capabilities() {
        return store.capabilities();
    }

    @Override
    public KvStore withTimeout(Duration other) {
        return new ResilientKvStore(store.withTimeout(other), shield, other, timed, () -> {});
    }

    /** {@inheritDoc} A change that is not durable in time does not count as a failure of the store. */
    @Override
    public KvStore durable(Durability durability) {
        boolean waits = durability.isAwaited();
        return new ResilientKvStore(store.durable(durability), shield, timeout, !waits, () -> {});
    }

    @Override
    public void close() {
        end.run();
    }

    private <R extends @Nullable Object> Pass<R> reading(String operation, Key key) {
        return new KeyPass<>(shield, shield.circuits().of(key), operation, key, Outcome.NOT_APPLIED, timed);
    }

    private <R extends @Nullable Object> Pass<R> changing(String operation, Key key) {
        return new KeyPass<>(shield, shield.circuits().of(key), operation, key, Outcome.UNKNOWN, timed);
    }

    private <V> BatchPass<V> batch(String operation, Collection<Key> keys, Outcome unanswered) {
        return new BatchPass<>(shield, shield.circuits().by(keys), operation, unanswered, timed);
    }

    private CompletionStage<StoreHealth> reported(Supplier<CompletionStage<StoreHealth>> probe) {
        return shield.bounded(probe, timeout).handle((health, failure) -> shield.report(health, failure, timeout));
    }
}
