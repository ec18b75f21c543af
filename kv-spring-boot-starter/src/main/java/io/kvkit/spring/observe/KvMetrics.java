package io.kvkit.spring.observe;

import io.kvkit.event.BreakerEvent;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheLoadEvent;
import io.kvkit.event.CallEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.StoreCallEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of the application and measures those of its stores with Micrometer. Safe for use by several threads.
 *
 * <p>Counters: {@code kv.cache}, {@code kv.idempotency}, {@code kv.dedupe}, {@code kv.ratelimit} and {@code kv.lease},
 * each with the tags {@code name} and {@code outcome}. If the store or this process may decide, such as in {@code
 * kv.ratelimit}, the meter also has the tag {@code decided.by}. Names come from annotations or are that of the client,
 * so there are few of them.
 *
 * <p>The timer {@code kv.cache.loads} has the tags {@code name} and {@code outcome} ({@code loaded} or {@code failed}).
 * The timer {@code kv.store.calls} has the tags {@code store}, {@code operation} and {@code outcome} ({@code ok}, a
 * kind of failure, {@code breaker-open} or {@code too-many}). Keys are never part of a meter.
 *
 * @since 0.1
 */
public final class KvMetrics implements KvListener {

    /** An outcome of the calls of a name in an area, or of an operation of a store. */
    private record Id(
            String of,
            String name,
            Enum<?> outcome,
            @Nullable Enum<?> decidedBy) {}

    private record Known(CacheEvent event, Counter counter) {}

    private record Load(String name, boolean succeeded) {}

    private static final int RECENT = 1_024;

    // A cache makes each of its events once, so that most are found by identity.
    private final @Nullable Known[] recent = new Known[RECENT];

    private final Map<Id, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Id, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Load, Timer> loads = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final StoreGauges gauges;

    /** Creates metrics in a registry. */
    public KvMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.gauges = new StoreGauges(registry);
    }

    /** Returns the gauges of the stores, which need the stores themselves. */
    public StoreGauges gauges() {
        return gauges;
    }

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof CacheEvent cache) {
            count(cache);
        } else if (event instanceof CallEvent call) {
            counter(call).increment();
        } else if (event instanceof StoreCallEvent call) {
            timer(call).record(call.tookNanos(), TimeUnit.NANOSECONDS);
        } else if (event instanceof BreakerEvent change) {
            gauges.changed(change.store());
        } else if (event instanceof CacheLoadEvent load) {
            loads.computeIfAbsent(new Load(load.name(), load.succeeded()), this::timer)
                    .record(load.tookNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @SuppressWarnings("ReferenceEquality") // an equal event that is not the same is found by its outcome
    private void count(CacheEvent event) {
        int slot = System.identityHashCode(event) & RECENT - 1;
        Known last = recent[slot];
        if (last == null || last.event != event) {
            last = new Known(event, counter(event));
            recent[slot] = last;
        }
        last.counter.increment();
    }

    private Counter counter(CallEvent call) {
        var id = new Id(call.namespace().recipe(), call.name(), call.outcome(), call.decidedBy());
        return counters.computeIfAbsent(id, this::counter);
    }

    private Counter counter(Id id) {
        Counter.Builder counter = Counter.builder("kv." + id.of)
                .description("Calls by their outcome")
                .tag("name", id.name)
                .tag("outcome", text(id.outcome));
        return (id.decidedBy == null ? counter : counter.tag("decided.by", text(id.decidedBy))).register(registry);
    }

    private Timer timer(StoreCallEvent call) {
        Enum<?> outcome = call.failure() == null ? call.outcome() : call.failure();
        return timers.computeIfAbsent(new Id(call.store(), call.operation(), outcome, null), this::timer);
    }

    private Timer timer(Id id) {
        return Timer.builder("kv.store.calls")
                .description("Calls of the store by their outcome")
                .tag("store", id.of)
                .tag("operation", id.name)
                .tag("outcome", text(id.outcome))
                .register(registry);
    }

    private Timer timer(Load load) {
        return Timer.builder("kv.cache.loads")
                .description("Loads of a cache by their end")
                .tag("name", load.name)
                .tag("outcome", load.succeeded ? "loaded" : "failed")
                .register(registry);
    }

    /** Returns a constant as the value of a tag. */
    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
