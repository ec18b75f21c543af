package io.kvkit.spring.observe;

import io.kvkit.event.CacheEvent;
import io.kvkit.event.CallEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the outcomes of calls with Micrometer. Safe for use by several threads.
 *
 * <p>Meters: {@code kv.cache}, {@code kv.idempotency}, {@code kv.dedupe}, {@code kv.ratelimit} and {@code kv.lease},
 * each with the tags {@code name} and {@code outcome}. If the store or this process may decide, such as in {@code
 * kv.ratelimit}, the meter also has the tag {@code decided.by}. Names come from annotations or are that of the client,
 * so there are few of them. Keys are never part of a meter.
 *
 * @since 0.1
 */
public final class KvMetrics implements KvListener {

    private record Id(
            String area,
            String name,
            Enum<?> outcome,
            @Nullable Enum<?> decidedBy) {}

    private record Known(CacheEvent event, Counter counter) {}

    private static final int RECENT = 1_024;

    // A cache makes each of its events once, so that most are found by identity.
    private final @Nullable Known[] recent = new Known[RECENT];

    private final Map<Id, Counter> counters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    /** Creates metrics in a registry. */
    public KvMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof CacheEvent cache) {
            count(cache);
        } else if (event instanceof CallEvent call) {
            counter(call).increment();
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
        Counter.Builder counter = Counter.builder("kv." + id.area)
                .description("Calls by their outcome")
                .tag("name", id.name)
                .tag("outcome", text(id.outcome));
        return (id.decidedBy == null ? counter : counter.tag("decided.by", text(id.decidedBy))).register(registry);
    }

    /** Returns a constant as the value of a tag. */
    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
