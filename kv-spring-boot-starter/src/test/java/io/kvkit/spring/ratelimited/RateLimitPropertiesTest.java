package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.annotation.RateLimited;
import io.kvkit.call.KvRejectedException;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.recipe.ratelimit.DenyCacheSettings;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiterSettings;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.read.OperationSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the properties of limits may be, and what they say about a name. */
class RateLimitPropertiesTest {

    private static RateLimitProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("kv.rate-limit", RateLimitProperties.class);
    }

    private static LiveLimits live(Map<String, String> properties) {
        return new LiveLimits(bound(properties), () -> null, () -> null);
    }

    @Test
    void theDefaultsAreValid() {
        assertThatNoException().isThrownBy(() -> bound(Map.of()).check());
        assertThat(live(Map.of()).find("other")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "kv.rate-limit.defaults.limit, 0, =0: it is not above zero",
        "kv.rate-limit.defaults.window, 0s, =0s: it is zero",
        "kv.rate-limit.defaults.burst, 0, =0: it is not above zero",
        "kv.rate-limit.limits.search.limit, 0, =0: it is not above zero",
        "kv.rate-limit.limits.search.window, 0s, =0s: it is zero",
        "kv.rate-limit.limits.search.burst, 0, =0: it is not above zero",
        "kv.rate-limit.defaults.enforce-percent, -1, =-1 is out of range",
        "kv.rate-limit.limits.search.enforce-percent, 101, =101 is out of range",
        "kv.rate-limit.defaults.max-wait, -1s, =-1s is negative",
        "kv.rate-limit.limits.search.max-wait, -1s, =-1s is negative",
        "kv.rate-limit.defaults.max-waiting, 0, =0 is out of range",
        "kv.rate-limit.limits.search.max-waiting, 0, =0 is out of range",
        "kv.rate-limit.timeout, 0s, =0s is not a positive time",
        "kv.rate-limit.deny-cache.max-entries, 0, =0 is out of range",
        "kv.rate-limit.deny-cache.max-time, 0s, =0s is not a positive time",
        "kv.rate-limit.hot-keys.max-entries, 0, =0 is out of range",
        "kv.rate-limit.block-time, 0s, =0s is not a positive time",
        "kv.rate-limit.local-share, 0, =0.0 is out of range",
        "kv.rate-limit.local-share, 1.1, =1.1 is out of range",
        "kv.rate-limit.local-share, NaN, =NaN is out of range",
        "kv.rate-limit.limits.search.local-share, -0.5, =-0.5 is out of range",
        "kv.rate-limit.trusted-proxies[0], proxy, =proxy is neither an address nor a network"
    })
    void wrongValuesAreRefusedByTheirNames(String property, String value, String problem) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> bound(Map.of(property, value)).check())
                .withMessageStartingWith(property + problem);
    }

    private static final String SEARCH = "kv.rate-limit.limits.search";

    @Test
    void bandsAreCompleteAndAlone() {
        assertThatNoException()
                .isThrownBy(() -> bound(Map.of(SEARCH + ".bands[0].limit", "1", SEARCH + ".bands[0].window", "1s"))
                        .check());
        for (Map.Entry<String, String> alone :
                Map.of("limit", "1", "window", "1s").entrySet()) {
            assertThatExceptionOfType(KvPropertyException.class)
                    .isThrownBy(() -> bound(Map.of(SEARCH + ".bands[0]." + alone.getKey(), alone.getValue()))
                            .check())
                    .withMessageStartingWith(SEARCH + ".bands[0] is not complete");
        }
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> bound(Map.of(SEARCH + ".bands[0].limit", "0", SEARCH + ".bands[0].window", "1s"))
                        .check())
                .withMessageStartingWith(SEARCH + ".bands[0].limit=0: it is not above zero");
        for (Map.Entry<String, String> beside :
                Map.of("limit", "1", "window", "1s", "burst", "1").entrySet()) {
            assertThatExceptionOfType(KvPropertyException.class)
                    .isThrownBy(() -> bound(Map.of(
                                    SEARCH + "." + beside.getKey(), beside.getValue(),
                                    SEARCH + ".bands[0].limit", "1",
                                    SEARCH + ".bands[0].window", "1s"))
                            .check())
                    .withMessageStartingWith(SEARCH + " has bands beside limit, window or burst");
        }
    }

    @Test
    void aNameHasWhatItAndTheDefaultsSay() {
        RateLimitSettings limit = live(Map.of(
                        "kv.rate-limit.defaults.window",
                        "1m",
                        "kv.rate-limit.defaults.burst",
                        "9",
                        SEARCH + ".limit",
                        "5"))
                .settings("search");
        assertThat(limit.name()).isEqualTo("search");
        assertThat(limit.meter().bands()).containsExactly(Band.of(Algorithm.TOKEN_BUCKET, 5, Duration.ofMinutes(1), 0));
        RateLimitSettings defaults = live(Map.of(
                        "kv.rate-limit.defaults.limit",
                        "4",
                        "kv.rate-limit.defaults.window",
                        "1m",
                        "kv.rate-limit.defaults.burst",
                        "9",
                        SEARCH + ".algorithm",
                        "token-bucket"))
                .settings("search");
        assertThat(defaults.meter().bands())
                .containsExactly(Band.of(Algorithm.TOKEN_BUCKET, 4, Duration.ofMinutes(1), 9));
    }

    @Test
    void bandsOfANameHaveTheirOwnAlgorithmOrThatOfTheName() {
        RateLimitSettings limit = live(Map.of(
                        SEARCH + ".algorithm", "fixed-window",
                        SEARCH + ".bands[0].limit", "5",
                        SEARCH + ".bands[0].window", "1s",
                        SEARCH + ".bands[1].limit", "50",
                        SEARCH + ".bands[1].window", "1m",
                        SEARCH + ".bands[1].burst", "60",
                        SEARCH + ".bands[1].algorithm", "token-bucket"))
                .settings("search");
        assertThat(limit.meter().bands())
                .containsExactly(
                        Band.of(Algorithm.FIXED_WINDOW, 5, Duration.ofSeconds(1), 0),
                        Band.of(Algorithm.TOKEN_BUCKET, 50, Duration.ofMinutes(1), 60));
    }

    @ParameterizedTest
    @CsvSource({"limit, 5, window", "window, 1s, limit"})
    void anIncompleteLimitIsRefused(String property, String value, String missing) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> live(Map.of(SEARCH + "." + property, value)).settings("search"))
                .withMessageContaining(SEARCH + "." + missing)
                .withMessageContaining("it is not set, and no annotation has this name");
    }

    static class Quotes {

        @RateLimited(name = "quotes", limit = 5, window = "10s", fallback = "all")
        public String quote(String id) {
            return id;
        }

        @RateLimited(name = "exception", limit = 5, window = "10s", fallback = "exception")
        public String ofException(String id) {
            return id;
        }

        @RateLimited(name = "runtime", limit = 5, window = "10s", fallback = "runtime")
        public String ofRuntime(String id) {
            return id;
        }

        @RateLimited(name = "rejected", limit = 5, window = "10s", fallback = "rejected")
        public String ofRejected(String id) {
            return id;
        }

        @RateLimited(name = "exceeded", limit = 5, window = "10s", fallback = "exceeded")
        public String ofExceeded(String id) {
            return id;
        }

        String all(String id, Throwable refusal) {
            return id;
        }

        String exception(String id, Exception refusal) {
            return id;
        }

        String runtime(String id, RuntimeException refusal) {
            return id;
        }

        String rejected(String id, KvRejectedException refusal) {
            return id;
        }

        String exceeded(String id, RateLimitExceededException refusal) {
            return id;
        }
    }

    static class OfAnotherException {

        @RateLimited(name = "other", limit = 5, window = "10s", fallback = "state")
        public String quote(String id) {
            return id;
        }

        String state(String id, IllegalStateException refusal) {
            return id;
        }
    }

    private static RateLimitedOperation operation(OperationSource source, String method) {
        return source.find(Sources.method(Quotes.class, method), Quotes.class)
                .all(RateLimitedOperation.class)
                .get(0);
    }

    @Test
    void aFallbackMayTakeTheRefusal() {
        for (String method : List.of("quote", "ofException", "ofRuntime", "ofRejected", "ofExceeded")) {
            assertThat(Objects.requireNonNull(operation(Sources.plain(), method).fallback())
                            .takesFailure())
                    .as(method)
                    .isTrue();
        }
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(OfAnotherException.class))
                .withMessageContaining("no method of that name has the parameters and the return type of this one");
    }

    @Test
    void anOperationSaysWhatMustBeTheSameUnderItsName() {
        assertThat(operation(Sources.plain(), "quote").traits())
                .containsEntry("onStoreFailure", "LOCAL")
                .containsKey("limit");
        assertThat(RateLimitArea.RATE_LIMIT.problems())
                .extracting(Area.Problem::status)
                .containsExactly(429);
    }

    @ParameterizedTest
    @CsvSource({"enabled, false", "limits.quotes.enabled, false", "limits.other.enabled, true"})
    void limitsAreSwitchedOffTogetherOrByName(String property, boolean enabled) {
        OperationSource named = Sources.with(new OperationSettings(
                true,
                MethodDrivers.kinds(),
                List.of(bound(Map.of("kv.rate-limit." + property, "false")).settings())));
        assertThat(operation(named, "quote").enabled()).isEqualTo(enabled);
    }

    @Test
    void shareOfANameReplacesThatOfAllAndFollowsChanges() {
        RateLimitProperties properties = bound(Map.of(
                "kv.rate-limit.local-share", "0.25",
                "kv.rate-limit.limits.search.local-share", "0.5",
                "kv.rate-limit.limits.search.limit", "5",
                "kv.rate-limit.limits.search.window", "1s"));
        LiveLimits limits = new LiveLimits(properties, () -> null, () -> null);
        assertThat(limits.localShare("search")).isEqualTo(0.5);
        assertThat(limits.localShare("other")).isEqualTo(0.25);
        limits.change("search", Map.of("local-share", "0.1"));
        assertThat(limits.localShare("search")).isEqualTo(0.1);
        limits.reset("search");
        assertThat(limits.localShare("search")).isEqualTo(0.5);
        assertThat(new LiveLimits(bound(Map.of()), () -> null, () -> null).localShare("search"))
                .isEqualTo(1);
    }

    @Test
    void refusalsAreRememberedOnRequest() {
        assertThat(bound(Map.of()).denyCache().settings()).isNull();
        assertThat(bound(Map.of("kv.rate-limit.deny-cache.enabled", "true"))
                        .denyCache()
                        .settings())
                .isEqualTo(DenyCacheSettings.DEFAULT);
    }

    @Test
    void blocksAndHotKeysHaveTheDefaultsOfTheRecipe() {
        assertThat(bound(Map.of()).blockTime()).isEqualTo(RateLimiterSettings.BLOCK_TIME);
        assertThat(bound(Map.of()).hotKeys().counter()).isNull();
        assertThat(bound(Map.of("kv.rate-limit.hot-keys.enabled", "true"))
                        .hotKeys()
                        .counter())
                .isNotNull();
    }
}
