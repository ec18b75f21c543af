package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.RateLimited;
import io.kvkit.recipe.ratelimit.ChargeOn;
import io.kvkit.recipe.ratelimit.LimitMode;
import io.kvkit.recipe.ratelimit.LimitTerms;
import io.kvkit.recipe.ratelimit.LimitWait;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which layer of the settings decides what becomes of the decisions of a limit. */
class LimitTermsPrecedenceTest {

    static class Desk {

        @RateLimited(
                name = "annotated",
                limit = 1,
                window = "1s",
                mode = RateLimited.Mode.SHADOW,
                chargeOn = RateLimited.ChargeOn.FAILURE,
                maxWait = "2s",
                maxWaiting = 3)
        public void annotated() {}

        @RateLimited(name = "silent", limit = 1, window = "1s")
        public void silent() {}
    }

    private static RateLimitProperties.Limit limit(
            RateLimited.@Nullable Mode mode,
            @Nullable Integer percent,
            RateLimited.@Nullable ChargeOn chargeOn,
            @Nullable Duration maxWait,
            @Nullable Integer maxWaiting) {
        return new RateLimitProperties.Limit(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                mode,
                percent,
                chargeOn,
                maxWait,
                maxWaiting,
                null,
                null,
                null);
    }

    private static LimitTerms terms(
            String method, RateLimitProperties.Limit defaults, Map<String, RateLimitProperties.Limit> byName) {
        return Sources.with(Sources.rateLimit(defaults, byName))
                .find(Sources.method(Desk.class, method), Desk.class)
                .all(RateLimitedOperation.class)
                .get(0)
                .settings()
                .terms();
    }

    private static final RateLimitProperties.Limit SILENT = RateLimitProperties.Limit.NONE;

    @Test
    void builtInTermsApplyIfNothingIsWritten() {
        assertThat(terms("silent", SILENT, Map.of())).isEqualTo(LimitTerms.USUAL);
    }

    @Test
    void defaultsApplyIfTheAnnotationIsSilent() {
        var defaults = limit(RateLimited.Mode.ENFORCE, 30, RateLimited.ChargeOn.SUCCESS, Duration.ofMillis(1_500), 7);
        assertThat(terms("silent", defaults, Map.of()))
                .isEqualTo(new LimitTerms(
                        new LimitMode(30), ChargeOn.SUCCESS, new LimitWait(Duration.ofMillis(1_500), 7)));
    }

    @Test
    void annotationBeatsTheDefaults() {
        var defaults = limit(RateLimited.Mode.ENFORCE, 30, RateLimited.ChargeOn.SUCCESS, Duration.ofSeconds(9), 7);
        assertThat(terms("annotated", defaults, Map.of()))
                .isEqualTo(new LimitTerms(LimitMode.SHADOW, ChargeOn.FAILURE, new LimitWait(Duration.ofSeconds(2), 3)));
    }

    @Test
    void nameBeatsTheAnnotation() {
        var named = limit(RateLimited.Mode.ENFORCE, 40, RateLimited.ChargeOn.ALWAYS, Duration.ZERO, 9);
        assertThat(terms("annotated", SILENT, Map.of("annotated", named)))
                .isEqualTo(new LimitTerms(new LimitMode(40), ChargeOn.ALWAYS, new LimitWait(Duration.ZERO, 9)));
    }

    @Test
    void shadowModeBeatsTheShare() {
        var named = limit(RateLimited.Mode.SHADOW, 40, null, null, null);
        assertThat(terms("silent", SILENT, Map.of("silent", named)).mode()).isEqualTo(LimitMode.SHADOW);
        var unset = limit(RateLimited.Mode.DEFAULT, 40, RateLimited.ChargeOn.DEFAULT, null, null);
        assertThat(terms("annotated", SILENT, Map.of("annotated", unset)).mode())
                .isEqualTo(LimitMode.SHADOW);
    }
}
