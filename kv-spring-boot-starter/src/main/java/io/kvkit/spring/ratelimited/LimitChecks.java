package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.meter.Meter;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.attribute.ValueRules;
import io.kvkit.spring.ratelimited.RateLimitProperties.Defaults;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import io.kvkit.spring.web.ClientAddress;
import io.kvkit.spring.web.NoNetworkException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the properties of limits when they are bound. */
final class LimitChecks {

    private LimitChecks() {}

    static void check(Defaults defaults) {
        String place = "kv.rate-limit.defaults";
        BandRules.below(place, ValueRules::refused).check(defaults.limit(), defaults.window(), defaults.burst());
        checkTerms(place, defaults.enforcePercent(), defaults.maxWait(), defaults.maxWaiting(), defaults.lease());
        requireRate(place, defaults.algorithm(), "Set it at the limits that need it");
    }

    static void check(String name, Limit limit) {
        checkShare(name + ".local-share", limit.localShare());
        ValueRules.range(name + ".block", limit.block(), 1, (int) Meter.MAX_COUNT);
        BandRules.below(name, ValueRules::refused).check(limit.limit(), limit.window(), limit.burst());
        checkTerms(name, limit.enforcePercent(), limit.maxWait(), limit.maxWaiting(), limit.lease());
        if (!limit.bands().isEmpty() && limit.isRate()) {
            throw new KvPropertyException(
                    name + " has bands beside limit, window or burst",
                    "Write either bands, or one limit with its window");
        }
        for (int i = 0; i < limit.bands().size(); i++) {
            check(name + ".bands[" + i + "]", limit.bands().get(i));
        }
    }

    private static void checkTerms(
            String place,
            @Nullable Integer enforcePercent,
            @Nullable Duration maxWait,
            @Nullable Integer maxWaiting,
            @Nullable Duration lease) {
        ValueRules.range(place + ".enforce-percent", enforcePercent, 0, 100);
        ValueRules.notNegative(place + ".max-wait", maxWait);
        ValueRules.range(place + ".max-waiting", maxWaiting, 1, Integer.MAX_VALUE);
        ValueRules.positive(place + ".lease", lease);
    }

    static void requireRate(String place, @Nullable Algorithm algorithm, String mend) {
        if (algorithm == Algorithm.CONCURRENCY) {
            throw new KvPropertyException(
                    place + ".algorithm=concurrency: it limits how many calls run at the same time, and not how often",
                    mend);
        }
    }

    static void requireConcurrency(String place, @Nullable Algorithm algorithm, String mend) {
        if (algorithm != null && algorithm != Algorithm.CONCURRENCY) {
            throw new KvPropertyException(
                    place + ".algorithm: the limit is one of concurrent calls, whose permits are held and not counted",
                    mend);
        }
    }

    static void checkShare(String name, @Nullable Double share) {
        if (share != null && !(share > 0 && share <= 1)) {
            throw new KvPropertyException(
                    name + "=" + share + " is out of range", "Write a number above 0 and at most 1, such as 0.25");
        }
    }

    private static void check(String place, LimitBand band) {
        if (band.limit() == null || !band.period().isWritten()) {
            throw new KvPropertyException(place + " is not complete", "Write limit and window for each band");
        }
        requireRate(place, band.algorithm(), "Give it a name of its own");
        BandRules.below(place, ValueRules::refused).check(band.limit(), band.window(), band.burst());
    }

    static void checkProxies(List<String> trusted) {
        for (int i = 0; i < trusted.size(); i++) {
            try {
                new ClientAddress(List.of(trusted.get(i)), null);
            } catch (NoNetworkException e) {
                String property = "kv.rate-limit.trusted-proxies[" + i + "]=" + trusted.get(i);
                throw new KvPropertyException(property + " " + e.problem(), e.mend());
            }
        }
    }

    /** Returns the limit with a name; refuses null. */
    static <L> L known(String name, String kind, @Nullable L limit) {
        if (limit == null) {
            throw new IllegalArgumentException("There is no " + kind + " named \"" + name
                    + "\". Use a name that an annotation or the configuration has");
        }
        return limit;
    }

    /** Refuses to enable a limit that the configuration disables. */
    static void requireConfigured(String place, Limit change, boolean configured) {
        if (Boolean.TRUE.equals(change.enabled()) && !configured) {
            throw new KvPropertyException(
                    place + ".enabled=true: the configuration disables the limit, so its methods are not guarded",
                    "Enable it in the configuration, and restart");
        }
    }
}
