package io.kvkit.spring.ratelimited;

import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import io.kvkit.spring.ratelimited.RateLimitedOperation.Reading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a limit as they are now: those of the start, or those that follow from changed properties. A call asks
 * once, so it sees either all of the old settings or all of the new ones. Safe for use by several threads.
 */
public final class LiveLimit implements Supplier<RateLimitSettings> {

    private record Known(Limit byName, RateLimitSettings settings, Map<String, RateLimitSettings> plans) {}

    private final String limit;
    private final LimitName name;
    private final Limit configured;
    private final Reading reading;
    private final LimitPlans plans;
    private volatile Known known;

    /**
     * Creates settings.
     *
     * @param limit the name of the limit
     * @param name the properties of the name that have changed
     * @param configured the properties of the name at the start
     * @param reading reads the settings from properties of the name
     * @param plans the plans of all limits
     */
    LiveLimit(String limit, LimitName name, Limit configured, Reading reading, LimitPlans plans) {
        this.limit = limit;
        this.name = name;
        this.configured = configured;
        this.reading = reading;
        this.plans = plans;
        this.known = read(configured);
    }

    /** Returns whether calls are counted, if they are by the configuration. */
    public boolean isEnabled() {
        return name.isEnabled();
    }

    /** Returns whether calls are counted, by just these settings. */
    @SuppressWarnings("ReferenceEquality")
    boolean isBy(@Nullable RateLimitSettings settings) {
        return isEnabled() && get() == settings;
    }

    @Override
    public RateLimitSettings get() {
        return known().settings();
    }

    /**
     * Asks for a plan if that is due. Returns the stage to wait for, which does not fail; null if there is nothing to wait
     * for.
     */
    @Nullable
    CompletionStage<Void> refresh(String plan) {
        return plans.refresh(limit, plan);
    }

    /** Returns the settings for a plan, as far as it is known; the limit's own for null. */
    RateLimitSettings of(@Nullable String plan) {
        Known now = known();
        if (plan == null) {
            return now.settings();
        }
        Meter provided = plans.provided(limit, plan);
        return provided == null
                ? now.plans().getOrDefault(plan, now.settings())
                : now.settings().with(provided);
    }

    // Each change makes new properties.
    @SuppressWarnings("ReferenceEquality")
    private Known known() {
        Limit changed = name.changed();
        Limit byName = changed == null ? configured : changed;
        Known last = known;
        if (last.byName() != byName) {
            last = read(byName);
            known = last;
        }
        return last;
    }

    private Known read(Limit byName) {
        Map<String, RateLimitSettings> read = new LinkedHashMap<>();
        plans.configured(limit)
                .forEach((plan, own) ->
                        read.put(plan, reading.read(own.over(byName), PlanProperties.place(plan, limit))));
        return new Known(byName, reading.read(byName, LiveLimits.place(limit)), Map.copyOf(read));
    }
}
