package io.kvkit.spring.ratelimited;

import io.kvkit.call.Failures;
import io.kvkit.call.LogThrottle;
import io.kvkit.meter.Meter;
import io.kvkit.spring.RateLimitPlanProvider;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all plans allow: the answers of the provider, and the properties. Safe for use by several threads. */
final class LimitPlans {

    private static final Logger log = LoggerFactory.getLogger(LimitPlans.class);

    private record Id(String limit, String plan) {}

    private record Found(@Nullable RateLimitPlanProvider provider) {}

    private final Map<String, PlanProperties> properties;
    private final Supplier<@Nullable RateLimitPlanProvider> provider;
    private final PlanTimes times;
    private volatile @Nullable Found found;
    private final LogThrottle failures = new LogThrottle();
    private final ConcurrentMap<Id, ProvidedPlan> provided = new ConcurrentHashMap<>();

    /**
     * Creates plans.
     *
     * @param provider returns the provider; null if there is none
     * @param ttl how long an answer of the provider is used
     * @param timeout how long calls wait for an answer
     * @param changed is told that the provider has given another answer than before
     */
    LimitPlans(
            Map<String, PlanProperties> properties,
            Supplier<@Nullable RateLimitPlanProvider> provider,
            Duration ttl,
            Duration timeout,
            Runnable changed) {
        this.properties = properties;
        this.provider = provider;
        this.times = PlanTimes.of(ttl, timeout, this::failed, changed);
    }

    private void failed(Throwable failure) {
        if (failures.allows(times.nanos().getAsLong() / 1_000)) {
            log.warn(
                    "The RateLimitPlanProvider failed, so the last known plans apply, or else the limits themselves:"
                            + " {}",
                    Failures.unwrap(failure).toString());
        }
    }

    /**
     * Asks the provider for a plan if that is due. Returns the stage to wait for, which does not fail; null if there is
     * nothing to wait for.
     */
    @Nullable
    CompletionStage<Void> refresh(String limit, String plan) {
        RateLimitPlanProvider asked = provider();
        return asked == null ? null : plan(asked, new Id(limit, plan)).refresh();
    }

    /** Finds the provider, so that several of them fail startup and not a call. */
    void open() {
        provider();
    }

    private @Nullable RateLimitPlanProvider provider() {
        Found known = found;
        if (known == null) {
            known = new Found(provider.get());
            found = known;
        }
        return known.provider();
    }

    private ProvidedPlan plan(RateLimitPlanProvider asked, Id id) {
        ProvidedPlan known = provided.get(id);
        if (known != null) {
            return known;
        }
        ProvidedPlan plan = provided.computeIfAbsent(
                id, unknown -> new ProvidedPlan(times, () -> asked.bands(id.limit(), id.plan())));
        dropOthers(id);
        return plan;
    }

    private void dropOthers(Id id) {
        Iterator<Id> all = provided.keySet().iterator();
        while (provided.size() > RateLimitPlanProvider.MOST_PLANS && all.hasNext()) {
            if (!all.next().equals(id)) {
                all.remove();
            }
        }
    }

    /** Returns the bands of a plan, as the provider answered last; null if it did not. */
    @Nullable
    Meter provided(String limit, String plan) {
        ProvidedPlan known = provided.get(new Id(limit, plan));
        return known == null ? null : known.meter();
    }

    /** Returns the properties of a limit in each plan that has any. */
    Map<String, Limit> configured(String limit) {
        Map<String, Limit> plans = new LinkedHashMap<>();
        properties.forEach((plan, each) -> {
            PlanProperties.PlanLimit found = each.limits().get(limit);
            if (found != null) {
                plans.put(plan, found.settings());
            }
        });
        return plans;
    }

    /** Lets the next calls ask the provider again. */
    void forget() {
        provided.values().forEach(ProvidedPlan::forget);
    }
}
