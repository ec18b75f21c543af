package io.kvkit.resilience;

import io.kvkit.call.Timer;
import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store whose failures cost little: every call ends in time, too many calls at once are refused, and while the store
 * is gone calls fail at once.
 *
 * <p>A circuit breaker counts failures of the kinds TRANSIENT, TIMEOUT and UNKNOWN. While it is open, calls fail with a
 * TRANSIENT error and change nothing; the store is asked in the background whether it works again, so no caller waits
 * for finding out. Calls above the bound fail with a CAPACITY error and change nothing; nothing is ever queued. A call
 * that the store does not end is ended shortly after its timeout. All views share breaker and bound.
 *
 * <pre>{@code
 * KvStore store = ResilientKvStore.around(
 *     redis, ResilienceSettings.of(timeout), timer, MicroClock.system(), ResilienceObserver.NONE);
 * }</pre>
 */
public final class ResilientKvStore implements KvStore {

    // The timeout of a store holds for each page of a scan.
    private static final int PAGES = 1_000;

    private final KvStore store;
    private final Shield shield;
    private final Duration timeout;
    private final Runnable end;

    private ResilientKvStore(KvStore store, Shield shield, Duration timeout, Runnable end) {
        this.store = store;
        this.shield = shield;
        this.timeout = timeout;
        this.end = end;
    }

    /**
     * Shields a store. One that needs no I/O cannot be slow and is given back as it is.
     *
     * @param store the store, which is closed with the result
     * @param timer ends calls at their deadlines and asks the store whether it works again
     * @param observer hears what becomes of the calls
     */
    public static KvStore around(
            KvStore store, ResilienceSettings settings, Timer timer, MicroClock clock, ResilienceObserver observer) {
        if (store.capabilities().contains(Capability.IMMEDIATE)) {
            return store;
        }
        Shield shield = new Shield(settings, store::health, timer, clock, observer);
        return new ResilientKvStore(store, shield, settings.timeout(), () -> {
            shield.close();
            store.close();
        });
    }

    /** What the circuit breaker does with calls at the moment. */
    public BreakerState breaker() {
        return shield.state();
    }

    /** How many calls are in flight. */
    public int inFlight() {
        return shield.inFlight();
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return shield.run(Task.<byte @Nullable []>read("get", key, () -> store.get(key)), timeout);
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return store.getNow(key);
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return shield.run(Task.change("set", key, () -> store.set(key, value, ttl)), timeout);
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return shield.run(Task.change("delete", key, () -> store.delete(key)), timeout);
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return shield.run(Task.read("exists", key, () -> store.exists(key)), timeout);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return shield.run(Task.readBatch("mget", keys, () -> store.mget(keys)), timeout);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return shield.run(Task.changeBatch("mset", values.keySet(), () -> store.mset(values, ttl)), timeout);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return shield.run(Task.changeBatch("deleteMany", keys, () -> store.deleteMany(keys)), timeout);
    }

    /** {@inheritDoc} The timeout holds for each page of the store's answer. */
    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        return shield.runLong(Task.read("scan", null, () -> store.scan(prefix, limit)), timeout.multipliedBy(PAGES));
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return shield.run(Task.change(transition.script().name(), key, () -> store.apply(key, transition)), timeout);
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return store.applyNow(key, transition);
    }

    @Override
    public long nowMicros(Key key) {
        return store.nowMicros(key);
    }

    /** {@inheritDoc} It is asked whatever the breaker says, and tells the breaker's state and the calls in flight. */
    @Override
    public CompletionStage<StoreHealth> health() {
        return shield.bounded(store::health, timeout)
                .handle((health, failure) -> health == null ? silent(String.valueOf(failure.getMessage())) : health)
                .thenApply(this::withOwnDetails);
    }

    @Override
    public Set<Capability> capabilities() {
        return store.capabilities();
    }

    @Override
    public KvStore withTimeout(Duration other) {
        return new ResilientKvStore(store.withTimeout(other), shield, other, () -> {});
    }

    @Override
    public void close() {
        end.run();
    }

    private StoreHealth silent(String error) {
        return new StoreHealth(false, timeout, Map.of("error", error));
    }

    private StoreHealth withOwnDetails(StoreHealth health) {
        Map<String, String> details = new HashMap<>(health.details());
        details.put("breaker", shield.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        details.put("inFlight", shield.inFlight() + " of " + shield.maxInFlight());
        if (shield.state() != BreakerState.CLOSED) {
            details.putIfAbsent(StoreHealth.DEGRADED, "the circuit breaker is not closed");
        }
        return new StoreHealth(health.up(), health.latency(), details);
    }
}
