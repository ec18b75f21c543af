package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.annotation.RateLimited.Calendar;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What the configuration says about one plan. */
public record PlanProperties(@DefaultValue Map<String, PlanLimit> limits) {

    public PlanProperties {
        limits = Map.copyOf(limits);
    }

    /** What a plan says about one limit; null where it says nothing, no bands where it names none. */
    public record PlanLimit(
            @Nullable Integer limit,
            @Nullable Duration window,
            @Nullable Calendar calendar,
            @Nullable ZoneId zone,
            @Nullable Integer burst,
            @Nullable Algorithm algorithm,
            @DefaultValue List<LimitBand> bands) {

        Limit settings() {
            return new Limit(
                    null, limit, window, calendar, zone, burst, algorithm, bands, null, null, null, null, null, null,
                    null, null, null);
        }
    }

    /** Returns the property of a limit of a plan, such as {@code kv.rate-limit.plans.pro.limits.quotes}. */
    static String place(String plan, String limit) {
        return "kv.rate-limit.plans." + plan + ".limits." + limit;
    }

    void check(String plan) {
        limits.forEach((name, limit) -> {
            String place = place(plan, name);
            LimitChecks.requireRate(place, limit.algorithm(), "Give plans to limits of a rate");
            limit.settings().check(place);
        });
    }
}
