package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.RateLimitSettings.BandSettings;
import io.kvkit.spring.web.ClientAddress;
import io.kvkit.spring.web.NoNetworkException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must be true of the properties under {@code kv.cache}, {@code .idempotency}, {@code .dedupe}, {@code .rate-limit}. */
final class OperationRules {

    private OperationRules() {}

    static void check(String name, CacheProperties cache) {
        CacheProperties.Defaults defaults = cache.defaults();
        cache(name + ".defaults", defaults.ttl(), defaults.nullTtl(), defaults.lease(), defaults.maxWait());
        cache.caches()
                .forEach((key, it) -> cache(name + ".caches." + key, it.ttl(), it.nullTtl(), it.lease(), it.maxWait()));
    }

    static void check(String name, IdempotencyProperties idempotency) {
        IdempotencyProperties.Defaults defaults = idempotency.defaults();
        claim(name + ".defaults", defaults.ttl(), defaults.lease());
        ValueRules.header(name + ".defaults.header", defaults.header());
        ValueRules.size(name + ".max-request-size", idempotency.maxRequestSize());
        notRecorded(name + ".not-recorded-headers", idempotency.notRecordedHeaders());
        idempotency.operations().forEach((key, it) -> {
            claim(name + ".operations." + key, it.ttl(), it.lease());
            ValueRules.header(name + ".operations." + key + ".header", it.header());
        });
    }

    private static void notRecorded(String name, @Nullable List<String> headers) {
        for (int i = 0; headers != null && i < headers.size(); i++) {
            String header = headers.get(i);
            if (!header.matches("[A-Za-z0-9!#$%&'+.^_`|~-]+\\*?")) {
                throw new KvPropertyException(
                        name + "[" + i + "]=" + header + " is no name of a header",
                        "Write one as X-Trace, or the start of some with a star at the end, as X-Trace-*");
            }
        }
    }

    static void check(String name, DedupeProperties dedupe) {
        claim(name + ".defaults", dedupe.defaults().ttl(), dedupe.defaults().lease());
        dedupe.consumers().forEach((key, it) -> claim(name + ".consumers." + key, it.ttl(), it.lease()));
    }

    static void check(String name, RateLimitProperties rateLimit) {
        RateLimitProperties.Defaults defaults = rateLimit.defaults();
        limit(name + ".defaults", defaults.limit(), defaults.window(), defaults.burst());
        rateLimit.limits().forEach((key, it) -> {
            limit(name + ".limits." + key, it.limit(), it.window(), it.burst());
            bands(name + ".limits." + key, it);
        });
        ValueRules.positive(name + ".timeout", rateLimit.timeout());
        trustedProxies(name + ".trusted-proxies", rateLimit.trustedProxies());
    }

    private static void trustedProxies(String name, List<String> proxies) {
        for (int i = 0; i < proxies.size(); i++) {
            try {
                new ClientAddress(List.of(proxies.get(i)), null);
            } catch (NoNetworkException e) {
                throw new KvPropertyException(name + "[" + i + "]=" + proxies.get(i) + " " + e.problem(), e.mend());
            }
        }
    }

    private static void bands(String name, RateLimitProperties.Limit limit) {
        List<BandSettings> bands = limit.bands();
        if (!bands.isEmpty() && (limit.limit() != null || limit.window() != null || limit.burst() != null)) {
            throw new KvPropertyException(
                    name + " has bands beside limit, window or burst",
                    "Write either bands, or one limit with its window");
        }
        for (int i = 0; i < bands.size(); i++) {
            BandSettings band = bands.get(i);
            String place = name + ".bands[" + i + "]";
            if (band.limit() == null || band.window() == null) {
                throw new KvPropertyException(place + " is not complete", "Write limit and window for each band");
            }
            limit(place, band.limit(), band.window(), band.burst());
        }
    }

    private static void limit(
            String name, @Nullable Integer limit, @Nullable Duration window, @Nullable Integer burst) {
        ValueRules.range(name + ".limit", limit, 1, Integer.MAX_VALUE);
        ValueRules.window(name + ".window", window);
        ValueRules.range(name + ".burst", burst, 1, Integer.MAX_VALUE);
    }

    private static void cache(
            String name,
            @Nullable Duration ttl,
            @Nullable Duration nullTtl,
            @Nullable Duration lease,
            @Nullable Duration maxWait) {
        claim(name, ttl, lease);
        ValueRules.notNegative(name + ".null-ttl", nullTtl);
        ValueRules.notNegative(name + ".max-wait", maxWait);
    }

    private static void claim(String name, @Nullable Duration ttl, @Nullable Duration lease) {
        ValueRules.positive(name + ".ttl", ttl);
        ValueRules.positive(name + ".lease", lease);
    }
}
