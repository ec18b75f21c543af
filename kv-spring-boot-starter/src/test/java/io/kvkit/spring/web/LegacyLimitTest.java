package io.kvkit.spring.web;

import static io.kvkit.spring.web.LimitResults.granted;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LegacyLimitTest {

    private static final Band MINUTE = Band.of(Algorithm.TOKEN_BUCKET, 10, Duration.ofMinutes(1), 20);
    private static final Band DAY = Band.of(Algorithm.FIXED_WINDOW, 1000, Duration.ofDays(1));

    private final LimitHeaders headers = new LimitHeaders();

    private static Policy policy(String name, Band band, long left, Duration reset, boolean violated) {
        return new Policy(name, 0, band, left, reset, violated);
    }

    private static RateLimitResult refused(@Nullable Duration wait, Policy... policies) {
        return new RateLimitResult(false, 0, 5, wait, DecidedBy.STORE, List.of(policies));
    }

    private void assertShown(long limit, long remaining, long reset) {
        assertThat(headers.values(new LimitHeaderRules(false, true)))
                .containsExactlyEntriesOf(new java.util.TreeMap<>(Map.of(
                        "X-RateLimit-Limit", "" + limit,
                        "X-RateLimit-Remaining", "" + remaining,
                        "X-RateLimit-Reset", "" + reset)));
    }

    @Test
    void nothingIsShownWithoutALimitOrIfSwitchedOff() {
        assertThat(headers.values(new LimitHeaderRules(true, true))).isEmpty();
        headers.add(new RateLimitResult(true, 0, 0, Duration.ZERO, DecidedBy.NOBODY, List.of()));
        assertThat(headers.values(new LimitHeaderRules(true, true))).isEmpty();
        headers.add(granted("quotes", 2));
        assertThat(headers.values(new LimitHeaderRules(true, false))).containsOnlyKeys("RateLimit", "RateLimit-Policy");
        assertThat(headers.values(new LimitHeaderRules(false, false))).isEmpty();
    }

    @Test
    void grantedCallShowsTheLimitWithTheFewestPermitsLeft() {
        headers.add(granted(policy("day", DAY, 900, Duration.ofHours(5), false)));
        assertShown(1000, 900, 18_000);
        headers.add(granted(policy("minute", MINUTE, 19, Duration.ofMillis(5_100), false)));
        assertShown(20, 19, 6);
        headers.add(granted(policy("other", DAY, 500, Duration.ofHours(5), false)));
        assertShown(20, 19, 6);
    }

    @Test
    void refusedCallShowsTheLimitThatRefusedAndWhenToRetry() {
        headers.add(granted(policy("day", DAY, 0, Duration.ofHours(5), false)));
        headers.add(refused(Duration.ofSeconds(6), policy("minute", MINUTE, 0, Duration.ofMinutes(2), true)));
        assertShown(20, 0, 6);
        headers.add(refused(Duration.ofSeconds(7), policy("day", DAY, 3, Duration.ofHours(5), true)));
        assertShown(1000, 3, 7);
        headers.add(granted(policy("other", MINUTE, 0, Duration.ofSeconds(100), false)));
        assertShown(1000, 3, 7);
    }

    @Test
    void callThatNeverFitsShowsWhenAllPermitsAreBack() {
        headers.add(refused(null, policy("minute", MINUTE, 5, Duration.ofSeconds(30), true)));
        assertShown(20, 5, 30);
    }
}
