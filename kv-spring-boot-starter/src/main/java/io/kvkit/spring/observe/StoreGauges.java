package io.kvkit.spring.observe;

import static io.kvkit.spring.observe.KvMetrics.text;

import io.kvkit.event.BreakerState;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.store.StorePart;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Shows the state of the stores with Micrometer. Safe for use by several threads.
 *
 * <p>Meters: the gauge {@code kv.store.in.flight}, one gauge {@code kv.store.breaker} for each {@code state}, which is
 * 1 for the current one, the gauge {@code kv.store.connections} and the counter {@code kv.store.connections.lost}. If a
 * store has several parts, {@code kv.store.breaker} shows the breaker that refuses most. A gauge {@code
 * kv.store.breaker.part} with the tags {@code part} and {@code state} then exists, with the value 1, for each part whose
 * breaker is not closed. All meters have the tag {@code store}.
 *
 * @since 0.1
 */
public final class StoreGauges {

    private final Map<String, Runnable> parts = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    StoreGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Registers gauges for the state of the store with a name. */
    public void watch(String store, ResilientKvStore watched) {
        Gauge.builder("kv.store.in.flight", watched, ResilientKvStore::inFlight)
                .description("Calls that wait for the store")
                .tag("store", store)
                .register(registry);
        for (BreakerState state : BreakerState.values()) {
            Gauge.builder("kv.store.breaker", watched, one -> one.breaker() == state ? 1 : 0)
                    .description("The state of the circuit breaker: 1 for the current one")
                    .tag("store", store)
                    .tag("state", text(state))
                    .register(registry);
        }
        MultiGauge notClosed = MultiGauge.builder("kv.store.breaker.part")
                .description("Parts of the store whose circuit breaker is not closed: 1 for each")
                .tag("store", store)
                .register(registry);
        parts.put(store, () -> notClosed.register(rows(watched.notClosed()), true));
    }

    /**
     * Registers the number of open and of lost connections of the store with a name. Micrometer holds {@code counted}
     * weakly; keep a strong reference.
     */
    public <T> void connections(String store, T counted, ToDoubleFunction<T> open, ToDoubleFunction<T> lost) {
        Gauge.builder("kv.store.connections", counted, open)
                .description("Open connections to the servers that hold keys")
                .tag("store", store)
                .register(registry);
        FunctionCounter.builder("kv.store.connections.lost", counted, lost)
                .description("Lost connections")
                .tag("store", store)
                .register(registry);
    }

    /** Shows the parts of a store with a name again, because a breaker of them has changed. */
    synchronized void changed(String store) {
        parts.getOrDefault(store, () -> {}).run();
    }

    private static List<MultiGauge.Row<?>> rows(Map<StorePart, BreakerState> notClosed) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        notClosed.forEach((part, state) -> {
            if (part != StorePart.WHOLE) {
                rows.add(MultiGauge.Row.of(Tags.of("part", part.toString(), "state", text(state)), 1));
            }
        });
        return rows;
    }
}
