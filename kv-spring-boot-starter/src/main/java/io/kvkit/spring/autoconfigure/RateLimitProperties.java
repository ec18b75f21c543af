package io.kvkit.spring.autoconfigure;

import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.annotation.RateLimited.StoreFailure;
import io.kvkit.spring.operation.OperationSettings.Area;
import io.kvkit.spring.operation.RateLimitSettings;
import io.kvkit.spring.operation.RateLimitSettings.BandSettings;
import io.kvkit.spring.web.ForwardedHeader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.rate-limit}.
 *
 * @param enabled whether @RateLimited does anything
 * @param order where @RateLimited stands among advisors; a lower number is further out
 * @param limits settings by the name of the limit: enabled, limit, window, burst, algorithm, bands, on-store-failure. They beat the attributes of the annotation
 * @param timeout how long a decision may take before it counts as a failure of the store. Unset: kv.redis.timeout
 * @param trustedProxies addresses or networks (10.0.0.0/8) of the proxies whose forwarded-header is believed, from right to left
 * @param forwardedHeader the header in which the trusted proxies write the client's address, and the only one that is read: x-forwarded-for or forwarded. Unset: X-Forwarded-For, or Forwarded where a request has that alone
 * @param headers whether answers tell of limits in the headers RateLimit and RateLimit-Policy
 */
record RateLimitProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1000") int order,
        @DefaultValue Defaults defaults,
        @DefaultValue Map<String, Limit> limits,
        @Nullable Duration timeout,
        @DefaultValue List<String> trustedProxies,
        @Nullable ForwardedHeader forwardedHeader,
        @DefaultValue("true") boolean headers) {

    /**
     * What holds where neither the name's settings nor the annotation say anything.
     *
     * @param limit how many permits there are per window
     * @param window the time in which the permits come back
     * @param burst how many permits a rested token bucket holds. Unset: the limit
     * @param algorithm how permits come back: token-bucket, sliding-window or fixed-window
     * @param onStoreFailure what happens when the store fails: local (this process limits by itself), open (calls pass) or closed (calls fail)
     */
    record Defaults(
            @Nullable Integer limit,
            @Nullable Duration window,
            @Nullable Integer burst,
            @DefaultValue("token-bucket") Algorithm algorithm,
            @DefaultValue("local") StoreFailure onStoreFailure) {}

    /** The settings of one name. */
    record Limit(
            @Nullable Boolean enabled,
            @Nullable Integer limit,
            @Nullable Duration window,
            @Nullable Integer burst,
            @Nullable Algorithm algorithm,
            @DefaultValue List<BandSettings> bands,
            @Nullable StoreFailure onStoreFailure) {

        private RateLimitSettings settings() {
            return new RateLimitSettings(enabled, limit, window, burst, algorithm, bands, onStoreFailure);
        }
    }

    Area<RateLimitSettings> area() {
        var settings = new RateLimitSettings(
                null,
                defaults.limit,
                defaults.window,
                defaults.burst,
                defaults.algorithm,
                List.of(),
                defaults.onStoreFailure);
        Map<String, RateLimitSettings> byName = new LinkedHashMap<>();
        limits.forEach((name, limit) -> byName.put(name, limit.settings()));
        return new Area<>(enabled, settings, byName);
    }
}
