package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.annotation.RateLimited.Calendar;
import io.kvkit.annotation.RateLimited.ChargeOn;
import io.kvkit.annotation.RateLimited.Mode;
import io.kvkit.annotation.RateLimited.StoreFailure;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.attribute.ValueRules;
import io.kvkit.spring.web.ForwardedHeader;
import io.kvkit.spring.web.LimitHeaderRules;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.rate-limit}.
 *
 * @param enabled whether @RateLimited does anything
 * @param order where @RateLimited stands among advisors; a lower number is further out
 * @param store the name of the store that keeps the records: one of kv.stores, or a KvStore bean. Unset: the default store
 * @param limits settings by the name of the limit: enabled, limit, window, calendar, zone, burst, algorithm, lease, bands, on-store-failure, mode, enforce-percent, charge-on, max-wait, max-waiting, local-share, block. They override the attributes of the annotation
 * @param plans limits by the name of a plan and the name of the limit: limit, window, calendar, zone, burst, algorithm, bands. They override the settings of the limit for calls with that plan
 * @param planTtl how long an answer of the RateLimitPlanProvider is used; 0 to ask for each call
 * @param planTimeout how long calls wait for an answer of the RateLimitPlanProvider, before the last known plan applies
 * @param routes requests that are limited by their path, before a handler is found: path, methods, limit, key-resolver
 * @param routeOrder the order of the filter for the routes. The default is before the filters of Spring Security
 * @param hashKeys whether the store has SHA-256 hashes in place of the keys that say who is limited, such as addresses. If you change it, all limits start unused
 * @param timeout how long a decision may wait for the store before on-store-failure applies
 * @param localShare which fraction of each limit this process grants while the store fails and on-store-failure is local, above 0 and at most 1: 0.25 if there are four processes
 * @param denyCache how this process remembers that the store refused a call
 * @param hotKeys how this process counts the keys with the most calls
 * @param blockTime for how long this process grants the permits of a block by itself, before it gives the rest back
 * @param trustedProxies addresses or networks (10.0.0.0/8) of the proxies whose forwarded-header is trusted, from right to left
 * @param forwardedHeader the header in which the trusted proxies write the client's address, and the only one that is read: x-forwarded-for or forwarded. Unset: X-Forwarded-For, or Forwarded if it is the only one in the request
 * @param headers whether responses contain the headers RateLimit and RateLimit-Policy
 * @param legacyHeaders whether responses contain the headers X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset, which describe the tightest limit
 */
public record RateLimitProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1000") int order,
        @Nullable String store,
        @DefaultValue Defaults defaults,
        @DefaultValue Map<String, Limit> limits,
        @DefaultValue Map<String, PlanProperties> plans,
        @DefaultValue("1m") Duration planTtl,
        @DefaultValue("250ms") Duration planTimeout,
        @DefaultValue List<RouteProperties> routes,
        @DefaultValue("-110") int routeOrder,
        @DefaultValue("false") boolean hashKeys,
        @DefaultValue("50ms") Duration timeout,
        @DefaultValue("1") double localShare,
        @NestedConfigurationProperty @DefaultValue DenyCache denyCache,
        @NestedConfigurationProperty @DefaultValue HotKeyProperties hotKeys,
        @DefaultValue("1s") Duration blockTime,
        @DefaultValue List<String> trustedProxies,
        @Nullable ForwardedHeader forwardedHeader,
        @DefaultValue("true") boolean headers,
        @DefaultValue("false") boolean legacyHeaders)
        implements AreaProperties<RateLimitProperties.Limit> {

    /**
     * What holds where neither the name's settings nor the annotation say anything.
     *
     * @param limit how many permits there are per window
     * @param window the time in which the permits come back
     * @param burst how many permits a full token bucket holds. Unset: the limit
     * @param algorithm how permits come back: token-bucket, sliding-window, fixed-window, strict-window or calendar-window
     * @param zone the time zone of calendar windows
     * @param onStoreFailure what happens when the store fails: local (this process limits by itself), open (calls pass) or closed (calls fail)
     * @param mode whether refusals apply: enforce, or shadow (calls pass, and are counted and reported as if they did not)
     * @param enforcePercent the share of the keys to which refusals apply when the mode is enforce, from 0 to 100
     * @param chargeOn which calls are charged: always, success (a failed call gets its permits back) or failure (a successful one does)
     * @param maxWait how long a call above the limit waits for its permits. 0s: it is refused at once
     * @param maxWaiting how many calls of one limit wait at a time in this process
     * @param lease after which time a permit of concurrent calls is free if the process that holds it died
     */
    public record Defaults(
            @Nullable Integer limit,
            @Nullable Duration window,
            @Nullable Integer burst,
            @DefaultValue("token-bucket") Algorithm algorithm,
            @DefaultValue("UTC") ZoneId zone,
            @DefaultValue("local") StoreFailure onStoreFailure,
            @DefaultValue("enforce") Mode mode,
            @DefaultValue("100") int enforcePercent,
            @DefaultValue("always") ChargeOn chargeOn,
            @DefaultValue("0s") Duration maxWait,
            @DefaultValue("1024") int maxWaiting,
            @DefaultValue("30s") Duration lease) {}

    /** What the configuration says about one limit; null where it says nothing, no bands where it names none. */
    public record Limit(
            @Nullable Boolean enabled,
            @Nullable Integer limit,
            @Nullable Duration window,
            @Nullable Calendar calendar,
            @Nullable ZoneId zone,
            @Nullable Integer burst,
            @Nullable Algorithm algorithm,
            @DefaultValue List<LimitBand> bands,
            @Nullable StoreFailure onStoreFailure,
            @Nullable Mode mode,
            @Nullable Integer enforcePercent,
            @Nullable ChargeOn chargeOn,
            @Nullable Duration maxWait,
            @Nullable Integer maxWaiting,
            @Nullable Double localShare,
            @Nullable Duration lease,
            @Nullable Integer block) {

        /** Settings that say nothing. */
        public static final Limit NONE = new Limit(
                null, null, null, null, null, null, null, List.of(), null, null, null, null, null, null, null, null,
                null);

        public Limit {
            bands = List.copyOf(bands);
        }

        Period period() {
            return Period.of(window, calendar);
        }

        boolean isRate() {
            return limit != null || window != null || calendar != null || burst != null;
        }

        /** Returns these settings, completed by others. Bands replace a limit, and a limit replaces bands. */
        Limit over(Limit base) {
            boolean ownBands = !bands.isEmpty();
            boolean ownPeriod = period().isWritten() || ownBands;
            return new Limit(
                    Declaration.first(enabled, base.enabled),
                    ownBands ? limit : Declaration.first(limit, base.limit),
                    ownPeriod ? window : base.window,
                    ownPeriod ? calendar : base.calendar,
                    Declaration.first(zone, base.zone),
                    ownBands ? burst : Declaration.first(burst, base.burst),
                    Declaration.first(algorithm, base.algorithm),
                    ownBands || isRate() ? bands : base.bands,
                    Declaration.first(onStoreFailure, base.onStoreFailure),
                    Declaration.first(mode, base.mode),
                    Declaration.first(enforcePercent, base.enforcePercent),
                    Declaration.first(chargeOn, base.chargeOn),
                    Declaration.first(maxWait, base.maxWait),
                    Declaration.first(maxWaiting, base.maxWaiting),
                    Declaration.first(localShare, base.localShare),
                    Declaration.first(lease, base.lease),
                    Declaration.first(block, base.block));
        }

        void check(String name) {
            LimitChecks.check(name, this);
        }
    }

    @Override
    public void check() {
        LimitChecks.check(defaults);
        limits.forEach((name, it) -> it.check("kv.rate-limit.limits." + name));
        plans.forEach((plan, it) -> it.check(plan));
        RouteProperties.check(routes);
        ValueRules.positive("kv.rate-limit.timeout", timeout);
        ValueRules.notNegative("kv.rate-limit.plan-ttl", planTtl);
        ValueRules.positive("kv.rate-limit.plan-timeout", planTimeout);
        LimitChecks.checkShare("kv.rate-limit.local-share", localShare);
        denyCache.check();
        hotKeys.check();
        ValueRules.positive("kv.rate-limit.block-time", blockTime);
        LimitChecks.checkProxies(trustedProxies);
    }

    /** The headers in which answers tell of limits. */
    public LimitHeaderRules headerRules() {
        return new LimitHeaderRules(headers, legacyHeaders);
    }

    boolean isConcurrency(String name) {
        return limits.containsKey(name) && ConcurrencyParser.applies(settings().of(name), null);
    }

    @Override
    public AreaSettings<Limit> settings() {
        var settings = new Limit(
                null,
                defaults.limit,
                defaults.window,
                null,
                defaults.zone,
                defaults.burst,
                defaults.algorithm,
                List.of(),
                defaults.onStoreFailure,
                defaults.mode,
                defaults.enforcePercent,
                defaults.chargeOn,
                defaults.maxWait,
                defaults.maxWaiting,
                null,
                defaults.lease,
                null);
        return new AreaSettings<>(RateLimitArea.RATE_LIMIT, enabled, settings, limits);
    }
}
