package io.kvkit.spring.observe;

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
 * Counts what becomes of calls, by name and outcome.
 *
 * <p>Meters: {@code kv.} and the area of the call, so {@code kv.cache}, {@code kv.idempotency}, {@code kv.dedupe},
 * {@code kv.ratelimit} and {@code kv.lease}, each with the tags {@code name} and {@code outcome}; where it can differ who
 * decided, as in {@code kv.ratelimit}, also with {@code decided.by}. Names come from annotations or are that of the client, so
 * there are few; keys are never part of a meter.
 */
public final class KvMetrics implements KvListener {

    private record Id(
            String area,
            String name,
            Enum<?> outcome,
            @Nullable Enum<?> decidedBy) {}

    private final Map<Id, Counter> counters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    /** Metrics in a registry. */
    public KvMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof CallEvent call) {
            var id = new Id(call.namespace().recipe(), call.name(), call.outcome(), call.decidedBy());
            counters.computeIfAbsent(id, this::counter).increment();
        }
    }

    private Counter counter(Id id) {
        Counter.Builder counter = Counter.builder("kv." + id.area)
                .description("Calls by their outcome")
                .tag("name", id.name)
                .tag("outcome", text(id.outcome));
        return (id.decidedBy == null ? counter : counter.tag("decided.by", text(id.decidedBy))).register(registry);
    }

    /** A constant as the value of a tag. */
    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
