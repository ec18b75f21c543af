package io.kvkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.ratelimit.RateLimitResult;
import io.kvkit.ratelimit.RateLimitResult.DecidedBy;
import io.kvkit.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitHeadersTest {

    static final Band FIVE_IN_TEN = Band.of(Algorithm.TOKEN_BUCKET, 5, Duration.ofSeconds(10));
    private static final Band DAILY = Band.of(Algorithm.FIXED_WINDOW, 1000, Duration.ofDays(1));

    private final LimitHeaders headers = new LimitHeaders();

    static RateLimitResult refused(String name, Duration retryAfter) {
        return new RateLimitResult(
                false,
                0,
                5,
                retryAfter,
                DecidedBy.STORE,
                List.of(new Policy(name, 0, FIVE_IN_TEN, 0, Duration.ofMillis(9_500), true)));
    }

    static RateLimitResult granted(String name, long left) {
        return new RateLimitResult(
                true,
                left,
                5,
                Duration.ZERO,
                DecidedBy.STORE,
                List.of(new Policy(name, 0, FIVE_IN_TEN, left, Duration.ofMillis(6_001), false)));
    }

    @Test
    void grantedCallShowsWhatIsLeft() {
        headers.add(granted("quotes", 2));
        assertThat(headers.policies()).isEqualTo("\"quotes\";q=5;w=10");
        assertThat(headers.limits()).isEqualTo("\"quotes\";r=2;t=7");
        assertThat(headers.retryAfter()).isNull();
    }

    @Test
    void refusedCallNeverPointsBehindRetryAfter() {
        headers.add(refused("quotes", Duration.ofMillis(1_200)));
        assertThat(headers.limits()).isEqualTo("\"quotes\";r=0;t=2");
        assertThat(headers.retryAfter()).isEqualTo(Duration.ofMillis(1_200));
    }

    @Test
    void bandThatDidNotRefuseTellsNoLaterTime() {
        headers.add(new RateLimitResult(
                false,
                0,
                5,
                Duration.ofSeconds(1),
                DecidedBy.STORE,
                List.of(
                        new Policy("api", 1, FIVE_IN_TEN, 0, Duration.ofSeconds(10), true),
                        new Policy("api", 2, DAILY, 900, Duration.ofHours(3), false))));
        assertThat(headers.policies()).isEqualTo("\"api:1\";q=5;w=10, \"api:2\";q=1000;w=86400");
        assertThat(headers.limits()).isEqualTo("\"api:1\";r=0;t=1, \"api:2\";r=900");
    }

    @Test
    void limitNamedAsTheBandOfAnotherTakesNoBandAway() {
        headers.add(granted(new Policy("search", 1, FIVE_IN_TEN, 4, Duration.ofSeconds(2), false)));
        headers.add(granted(new Policy("search-1", 0, DAILY, 999, Duration.ofSeconds(3), false)));
        assertThat(headers.policies()).isEqualTo("\"search:1\";q=5;w=10, \"search-1\";q=1000;w=86400");
        assertThat(headers.limits()).isEqualTo("\"search:1\";r=4;t=2, \"search-1\";r=999;t=3");
    }

    private static RateLimitResult granted(Policy policy) {
        return new RateLimitResult(
                true, policy.remaining(), policy.band().capacity(), Duration.ZERO, DecidedBy.STORE, List.of(policy));
    }

    @Test
    void severalLimitsOfOneRequestAreOneList() {
        headers.add(granted("site", 4));
        headers.add(granted("quotes", 3));
        headers.add(granted("quotes", 2));
        assertThat(headers.limits()).isEqualTo("\"site\";r=4;t=7, \"quotes\";r=2;t=7");
    }

    @Test
    void namesAreEscaped() {
        headers.add(granted("a\"b\\cü", 1));
        assertThat(headers.limits()).startsWith("\"a\\\"b\\\\c\";");
    }

    @Test
    void secondsAreNeverTooEarly() {
        assertThat(Seconds.ceil(Duration.ZERO)).isEqualTo(1);
        assertThat(Seconds.ceil(Duration.ofMillis(1))).isEqualTo(1);
        assertThat(Seconds.ceil(Duration.ofSeconds(7))).isEqualTo(7);
        assertThat(Seconds.ceil(Duration.ofSeconds(7).plusNanos(1))).isEqualTo(8);
    }
}
