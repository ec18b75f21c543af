package io.kvkit.spring.observe;

import io.kvkit.recipe.cache.CacheEvent;
import io.kvkit.recipe.cache.CacheObserver;
import io.kvkit.recipe.lease.LeaseObserver;
import io.kvkit.recipe.once.OnceObserver;
import io.kvkit.recipe.ratelimit.RateLimitObserver;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.Key;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what becomes of calls, by name and outcome.
 *
 * <p>Meters: {@code kv.cache}, {@code kv.idempotency}, {@code kv.dedupe}, {@code kv.ratelimit} and {@code kv.lease}, each with the tags
 * {@code name} and {@code outcome}; {@code kv.ratelimit} also with {@code decided.by}. Names come from annotations or are that of the client, so
 * there are few; keys are never part of a meter.
 */
public final class KvMetrics implements CacheObserver, OnceObserver, RateLimitObserver, LeaseObserver {

    private record Id(String meter, String name, Enum<?> outcome, Enum<?> by) {}

    private enum Decision {
        ALLOWED,
        REFUSED
    }

    private final Map<Id, Counter> counters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    /** Metrics in a registry. */
    public KvMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void observed(String cache, CacheEvent event) {
        count("kv.cache", cache, event, event);
    }

    @Override
    public void observed(OnceObserver.Outcome outcome, Key key) {
        count("kv." + key.namespace().recipe(), key.namespace().name(), outcome, outcome);
    }

    @Override
    public void observed(LeaseObserver.Outcome outcome, Key key) {
        count("kv.lease", key.namespace().name(), outcome, outcome);
    }

    @Override
    public void observed(RateLimitResult result) {
        if (result.policies().isEmpty()) {
            count("kv.ratelimit", "unknown", Decision.ALLOWED, result.decidedBy());
        }
        for (Policy policy : result.allowed() ? result.policies() : result.violated()) {
            Decision decision = result.allowed() ? Decision.ALLOWED : Decision.REFUSED;
            count("kv.ratelimit", policy.name(), decision, result.decidedBy());
        }
    }

    private void count(String meter, String name, Enum<?> outcome, Enum<?> by) {
        counters.computeIfAbsent(new Id(meter, name, outcome, by), this::counter)
                .increment();
    }

    private Counter counter(Id id) {
        Counter.Builder counter = Counter.builder(id.meter)
                .description("Calls by their outcome")
                .tag("name", id.name)
                .tag("outcome", text(id.outcome));
        return (id.by == id.outcome ? counter : counter.tag("decided.by", text(id.by))).register(registry);
    }

    /** A constant as the value of a tag. */
    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
