package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.Band;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.annotation.RateLimited.Calendar;
import io.kvkit.annotation.RateLimited.StoreFailure;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.cached.CacheProperties;
import io.kvkit.spring.idempotent.IdempotencyProperties;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.read.OperationSource;
import io.kvkit.spring.ratelimited.LimitBand;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Settings of the name beat the annotation, which beats the defaults, which beat what is built in. */
class PrecedenceTest {

    static class Shop {

        @Cached("set")
        public String unset(long id) {
            return "";
        }

        @Cached(name = "jittered", jitter = "7%")
        public String jittered(long id) {
            return "";
        }

        @Cached(name = "stale", staleIfError = "1h")
        public String stale(long id) {
            return "";
        }

        @Cached(name = "own-life", ttlExpression = "#result")
        public String ownLife(long id) {
            return "1s";
        }

        @Cached(name = "annotated", ttl = "2m")
        public String annotated(long id) {
            return "";
        }
    }

    static class Limits {

        @RateLimited(name = "plain", limit = 10, window = "1m", burst = 20)
        public void plain() {}

        @RateLimited(
                name = "bands",
                bands = {
                    @Band(limit = 10, window = "1s"),
                    @Band(limit = 100, window = "1m", algorithm = Algorithm.SLIDING_WINDOW)
                })
        public void bands() {}

        @RateLimited(name = "month", limit = 50, calendar = Calendar.MONTH, zone = "Europe/Berlin")
        public void month() {}
    }

    static class Dated {

        @RateLimited(name = "month", limit = 50, calendar = Calendar.MONTH)
        public void month() {}
    }

    static class Unset {

        @RateLimited("unset")
        public void unset() {}
    }

    static class Payments {

        @Idempotent(name = "pay", key = "#order", lease = "2m")
        public String pay(String order) {
            return "";
        }
    }

    private static CacheProperties.Cache ttl(@Nullable Duration ttl) {
        return cache(null, ttl, null);
    }

    private static CacheProperties.Cache cache(
            @Nullable Boolean enabled, @Nullable Duration ttl, @Nullable String jitter) {
        return new CacheProperties.Cache(
                enabled, ttl, null, jitter, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null);
    }

    private static RateLimitProperties.Limit rate(@Nullable Integer limit, @Nullable Duration window) {
        return new RateLimitProperties.Limit(
                null, limit, window, null, null, null, null, List.of(), null, null, null, null, null, null, null, null,
                null);
    }

    private static List<io.kvkit.meter.Band> bands(OperationSettings settings, Class<?> type, String method) {
        return Sources.with(settings)
                .find(Sources.method(type, method), type)
                .all(RateLimitedOperation.class)
                .get(0)
                .meter()
                .bands();
    }

    @Test
    void settingsOfTheNameBeatAll() {
        OperationSource source = Sources.with(
                Sources.cache(ttl(Duration.ofSeconds(5)), Map.of("annotated", ttl(Duration.ofSeconds(1)))));
        assertThat(Sources.cached(source, Shop.class, "annotated")
                        .settings()
                        .life()
                        .ttlMillis())
                .isEqualTo(Duration.ofSeconds(1).toMillis());
        assertThat(Sources.cached(source, Shop.class, "unset").settings().life().ttlMillis())
                .isEqualTo(Duration.ofSeconds(5).toMillis());
    }

    @Test
    void jitterIsAPercentageOrANumber() {
        OperationSource source =
                Sources.with(Sources.cache(cache(null, null, "20%"), Map.of("annotated", cache(null, null, "0.1"))));
        assertThat(Sources.cached(source, Shop.class, "annotated")
                        .settings()
                        .life()
                        .jitter())
                .isEqualTo(0.1);
        assertThat(Sources.cached(source, Shop.class, "jittered")
                        .settings()
                        .life()
                        .jitter())
                .isEqualTo(0.07);
        assertThat(Sources.cached(source, Shop.class, "unset").settings().life().jitter())
                .isEqualTo(0.2);
        assertThat(Sources.cached(Sources.plain(), Shop.class, "unset")
                        .settings()
                        .life()
                        .jitter())
                .isEqualTo(0.05);
    }

    @Test
    void timeToLiveOfTheNameBeatsTheExpressionOfTheAnnotation() {
        OperationSource named =
                Sources.with(Sources.cache(CacheProperties.Cache.NONE, Map.of("own-life", ttl(Duration.ofSeconds(1)))));
        OperationSource defaults = Sources.with(Sources.cache(ttl(Duration.ofSeconds(1)), Map.of()));
        assertThat(Sources.cached(named, Shop.class, "ownLife").traits()).containsEntry("ttlExpression", "");
        assertThat(Sources.cached(defaults, Shop.class, "ownLife").traits()).containsEntry("ttlExpression", "#result");
    }

    @Test
    void softTimeoutOfTheDefaultsIsForCachesWithStaleResults() {
        CacheProperties.Cache soft = new CacheProperties.Cache(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Duration.ofMillis(100),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        OperationSource source = Sources.with(Sources.cache(soft, Map.of()));
        assertThat(Sources.cached(source, Shop.class, "unset")
                        .settings()
                        .loading()
                        .softMillis())
                .isZero();
        assertThat(Sources.cached(source, Shop.class, "stale")
                        .settings()
                        .loading()
                        .softMillis())
                .isEqualTo(100);
    }

    @Test
    void pauseThatLooksLikeALoadIsAMistake() {
        CacheProperties.Cache pause = new CacheProperties.Cache(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Duration.ofSeconds(6),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertMistake(
                Sources.cache(CacheProperties.Cache.NONE, Map.of("stale", pause)),
                Shop.class,
                "kv.cache.caches.stale.retry-pause=PT6S on " + Shop.class.getName()
                        + ".stale(long): it is longer than half of the lease of PT10S, so a pause looks like a load."
                        + " Set a shorter pause, or a longer lease.");
    }

    @Test
    void theAnnotationBeatsTheDefaults() {
        OperationSource source = Sources.with(Sources.cache(ttl(Duration.ofSeconds(5)), Map.of()));
        assertThat(Sources.cached(source, Shop.class, "annotated")
                        .settings()
                        .life()
                        .ttlMillis())
                .isEqualTo(Duration.ofMinutes(2).toMillis());
    }

    @Test
    void constantsCanBeSetToTheirDefault() {
        RateLimitProperties.Limit closed = new RateLimitProperties.Limit(
                null,
                null,
                null,
                null,
                null,
                null,
                Algorithm.FIXED_WINDOW,
                List.of(),
                StoreFailure.CLOSED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        RateLimitProperties.Limit silent = new RateLimitProperties.Limit(
                null,
                5,
                Duration.ofSeconds(1),
                null,
                null,
                null,
                Algorithm.DEFAULT,
                List.of(),
                StoreFailure.DEFAULT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        OperationSettings settings = Sources.rateLimit(closed, Map.of("unset", silent));
        RateLimitedOperation limited = Sources.with(settings)
                .find(Sources.method(Unset.class, "unset"), Unset.class)
                .all(RateLimitedOperation.class)
                .get(0);
        assertThat(limited.onStoreFailure()).isEqualTo(OnStoreFailure.CLOSED);
        assertThat(limited.meter().bands())
                .containsExactly(
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.FIXED_WINDOW, 5, Duration.ofSeconds(1)));
    }

    @Test
    void limitsAreTakenFromTheAnnotation() {
        assertThat(bands(Areas.unset(), Limits.class, "plain"))
                .containsExactly(
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.TOKEN_BUCKET, 10, Duration.ofMinutes(1), 20));
        assertThat(bands(Areas.unset(), Limits.class, "bands"))
                .containsExactly(
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.TOKEN_BUCKET, 10, Duration.ofSeconds(1)),
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.SLIDING_WINDOW, 100, Duration.ofMinutes(1)));
    }

    @Test
    void aLimitOfTheNameChangesOnlyItself() {
        OperationSettings settings = Sources.rateLimit(RateLimitProperties.Limit.NONE, Map.of("plain", rate(3, null)));
        assertThat(bands(settings, Limits.class, "plain"))
                .containsExactly(
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.TOKEN_BUCKET, 3, Duration.ofMinutes(1)));
    }

    @Test
    void aLimitOfTheNameReplacesBands() {
        OperationSettings settings =
                Sources.rateLimit(RateLimitProperties.Limit.NONE, Map.of("bands", rate(3, Duration.ofSeconds(9))));
        assertThat(bands(settings, Limits.class, "bands"))
                .containsExactly(
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.TOKEN_BUCKET, 3, Duration.ofSeconds(9)));
    }

    @Test
    void aWindowOfTheNameReplacesACalendarAndTheOtherWayRound() {
        OperationSettings window =
                Sources.rateLimit(RateLimitProperties.Limit.NONE, Map.of("month", rate(3, Duration.ofSeconds(9))));
        assertThat(bands(window, Limits.class, "month"))
                .containsExactly(
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.TOKEN_BUCKET, 3, Duration.ofSeconds(9)));
        RateLimitProperties.Limit day = new RateLimitProperties.Limit(
                null,
                null,
                null,
                Calendar.DAY,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(bands(
                        Sources.rateLimit(RateLimitProperties.Limit.NONE, Map.of("month", day)), Limits.class, "month"))
                .containsExactly(io.kvkit.meter.Band.calendar(
                        50, new CalendarWindow(CalendarWindow.Unit.DAY, ZoneId.of("Europe/Berlin"))));
    }

    @Test
    void aCalendarBeatsTheAlgorithmOfTheDefaults() {
        RateLimitProperties.Limit strict = new RateLimitProperties.Limit(
                null,
                null,
                null,
                null,
                null,
                null,
                Algorithm.STRICT_WINDOW,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(bands(Sources.rateLimit(strict, Map.of()), Dated.class, "month"))
                .extracting(io.kvkit.meter.Band::algorithm)
                .containsExactly(io.kvkit.meter.Algorithm.CALENDAR_WINDOW);
    }

    @Test
    void bandsOfTheNameReplaceALimit() {
        RateLimitProperties.Limit bands = new RateLimitProperties.Limit(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new LimitBand(1, Duration.ofSeconds(1), null, null, null)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        OperationSettings settings = Sources.rateLimit(RateLimitProperties.Limit.NONE, Map.of("plain", bands));
        assertThat(bands(settings, Limits.class, "plain"))
                .containsExactly(
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.TOKEN_BUCKET, 1, Duration.ofSeconds(1)));
    }

    @Test
    void defaultsFillInALimitThatNobodySet() {
        assertThat(bands(Sources.rateLimit(rate(7, Duration.ofSeconds(3)), Map.of()), Unset.class, "unset"))
                .containsExactly(
                        io.kvkit.meter.Band.of(io.kvkit.meter.Algorithm.TOKEN_BUCKET, 7, Duration.ofSeconds(3)));
    }

    @Test
    void wrongSettingsAreToldByTheirProperty() {
        assertMistake(
                Sources.cache(CacheProperties.Cache.NONE, Map.of("annotated", ttl(Duration.ofSeconds(-1)))),
                Shop.class,
                "kv.cache.caches.annotated.ttl=PT-1S on " + Shop.class.getName()
                        + ".annotated(long): it is negative. Write a duration above zero, as in 10s.");
        assertMistake(
                Sources.rateLimit(RateLimitProperties.Limit.NONE, Map.of("plain", rate(0, null))),
                Limits.class,
                "kv.rate-limit.limits.plain.limit=0 on " + Limits.class.getName()
                        + ".plain(): it is not above zero. Write 1 or more.");
        assertMistake(
                Sources.idempotency(
                        new IdempotencyProperties.Operation(
                                null, null, null, Duration.ofMinutes(1), null, null, null, null, null, null, null),
                        Map.of()),
                Payments.class,
                "@Idempotent(lease = \"PT2M\") on " + Payments.class.getName()
                        + ".pay(String): it is longer than the ttl, PT1M. Set a lease that is not longer than the ttl,"
                        + " or a longer ttl.");
    }

    @Test
    void bandsBesideALimitOfTheNameAreAMistake() {
        RateLimitProperties.Limit both = new RateLimitProperties.Limit(
                null,
                5,
                null,
                null,
                null,
                null,
                null,
                List.of(new LimitBand(1, Duration.ofSeconds(1), null, null, null)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertMistake(
                Sources.rateLimit(RateLimitProperties.Limit.NONE, Map.of("plain", both)),
                Limits.class,
                "kv.rate-limit.limits.plain.bands on " + Limits.class.getName()
                        + ".plain(): kv.rate-limit.limits.plain.limit, window or burst is set too. Set bands, or limit"
                        + " and window.");
    }

    private static void assertMistake(OperationSettings settings, Class<?> type, String message) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.with(settings).validate(type))
                .withMessage(message);
    }

    @Test
    void operationsAreSwitchedOffByNameKindAndAltogether() {
        CacheProperties.Cache off = cache(false, null, null);
        CacheProperties.Cache on = cache(true, null, null);
        OperationSource byName = Sources.with(Sources.cache(off, Map.of("annotated", on)));
        assertThat(Sources.cached(byName, Shop.class, "annotated").enabled()).isTrue();
        assertThat(Sources.cached(byName, Shop.class, "unset").enabled()).isFalse();
        assertThat(cacheEnabled(Sources.settings(new AreaSettings<>(CacheArea.CACHE, false, on, Map.of()))))
                .isFalse();
        assertThat(cacheEnabled(new OperationSettings(
                        false,
                        MethodDrivers.kinds(),
                        List.of(new AreaSettings<>(CacheArea.CACHE, true, on, Map.of())))))
                .isFalse();
    }

    private static boolean cacheEnabled(OperationSettings settings) {
        return Objects.requireNonNull(Sources.cached(Sources.with(settings), Shop.class, "unset"))
                .enabled();
    }
}
