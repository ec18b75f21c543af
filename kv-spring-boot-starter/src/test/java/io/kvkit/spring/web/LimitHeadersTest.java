package io.kvkit.spring.web;

import static io.kvkit.spring.web.LimitResults.FIVE_IN_TEN;
import static io.kvkit.spring.web.LimitResults.granted;
import static io.kvkit.spring.web.LimitResults.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitHeadersTest {

    private static final Band DAILY = Band.of(Algorithm.FIXED_WINDOW, 1000, Duration.ofDays(1));

    private final LimitHeaders headers = new LimitHeaders();

    @Test
    void monthOfThirtyOneDaysIsShownToItsEnd() {
        Band month = Band.calendar(5, new CalendarWindow(CalendarWindow.Unit.MONTH, ZoneOffset.UTC));
        headers.add(granted(new Policy("q", 0, month, 4, Duration.ofDays(31).minusHours(1), false)));
        assertThat(headers.limits()).isEqualTo("\"q\";r=4;t=" + 743 * 3_600);
    }

    @Test
    void grantedCallShowsWhatIsLeftAndHowLongNoMoreThanThat() {
        headers.add(granted("quotes", 2));
        assertThat(headers.policies()).isEqualTo("\"quotes\";q=5;w=10");
        assertThat(headers.limits()).isEqualTo("\"quotes\";r=2;t=2");
        assertThat(headers.retryAfter()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "TOKEN_BUCKET, 10s, 5, 4, 2s, 2",
        "TOKEN_BUCKET, 10s, 5, 4, 0.5s, 1",
        "TOKEN_BUCKET, 10s, 5, 3, 2.5s, 1",
        "TOKEN_BUCKET, 10s, 5, 3, 4s, 2",
        "TOKEN_BUCKET, 10s, 5, 0, 10s, 2",
        "TOKEN_BUCKET, 10s, 5, 5, 0s, 2",
        "TOKEN_BUCKET, 10s, 20, 19, 2s, 2",
        "TOKEN_BUCKET, 10s, 20, 20, 0s, 2",
        "TOKEN_BUCKET, 3600s, 2, 1, 1800s, 1800",
        "FIXED_WINDOW, 10s, 0, 4, 6s, 6",
        "FIXED_WINDOW, 10s, 0, 5, 0s, 10",
        "SLIDING_WINDOW, 10s, 0, 4, 16s, 6",
        "SLIDING_WINDOW, 10s, 0, 4, 6s, 6",
        "SLIDING_WINDOW, 10s, 0, 4, 10s, 10",
        "SLIDING_WINDOW, 10s, 0, 5, 0s, 10",
        "STRICT_WINDOW, 10s, 0, 4, 10.3s, 1",
        "STRICT_WINDOW, 10s, 0, 4, 11s, 1",
        "STRICT_WINDOW, 10s, 0, 5, 0s, 1"
    })
    void effectiveWindowIsTheTimeInWhichNoMoreThanWhatIsLeftCanBeUsed(
            Algorithm algorithm, String window, long burst, long left, String reset, long shown) {
        long limit = window.equals("10s") ? 5 : 2;
        Band band = Band.of(algorithm, limit, Duration.parse("PT" + window), burst == limit ? 0 : burst);
        headers.add(granted(new Policy("q", 0, band, left, Duration.parse("PT" + reset), false)));
        assertThat(headers.limits()).isEqualTo("\"q\";r=" + left + ";t=" + shown);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 10s, 20, q=5;w=10",
        "5, 10s, 2, q=5;w=10",
        "5, 0.1s, 0, q=50;w=1",
        "3, 1.5s, 0, q=4;w=2",
        "1, 1.9s, 0, q=1;w=2",
        "1000000000000, 0.001s, 0, q=999999999999999;w=1"
    })
    void quotaIsThatOfItsWindow(long limit, String window, long burst, String shown) {
        Band band = Band.of(Algorithm.TOKEN_BUCKET, limit, Duration.parse("PT" + window), burst);
        headers.add(granted(new Policy("q", 0, band, 1, Duration.ZERO, false)));
        assertThat(headers.policies()).isEqualTo("\"q\";" + shown);
    }

    @Test
    void refusedCallNeverPointsBehindRetryAfter() {
        headers.add(refused("quotes", Duration.ofMillis(1_200)));
        assertThat(headers.limits()).isEqualTo("\"quotes\";r=0;t=2");
        assertThat(headers.retryAfter()).isEqualTo(Duration.ofMillis(1_200));
    }

    @Test
    void longestWaitOfSeveralRefusalsCounts() {
        headers.add(refused("a", Duration.ofSeconds(1)));
        headers.add(refused("b", Duration.ofSeconds(9)));
        headers.add(refused("c", Duration.ofSeconds(2)));
        headers.add(refused("d", null));
        assertThat(headers.retryAfter()).isEqualTo(Duration.ofSeconds(9));
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
    void bandThatDidNotRefuseTellsATimeUpToRetryAfter() {
        headers.add(new RateLimitResult(
                false,
                0,
                5,
                Duration.ofSeconds(7),
                DecidedBy.STORE,
                List.of(new Policy("api", 0, DAILY, 900, Duration.ofSeconds(7), false))));
        assertThat(headers.limits()).isEqualTo("\"api\";r=900;t=7");
    }

    @Test
    void headersOfLimitsAreKnownByTheirNames() {
        assertThat(LimitHeaders.owns("RateLimit")).isTrue();
        assertThat(LimitHeaders.owns("RateLimit-Policy")).isTrue();
        assertThat(LimitHeaders.owns("X-RateLimit-Limit")).isTrue();
        assertThat(LimitHeaders.owns("X-RateLimit-Remaining")).isTrue();
        assertThat(LimitHeaders.owns("X-RateLimit-Reset")).isTrue();
        assertThat(LimitHeaders.owns("Retry-After")).isFalse();
    }

    @Test
    void limitNamedAsTheBandOfAnotherTakesNoBandAway() {
        headers.add(granted(new Policy("search", 1, FIVE_IN_TEN, 4, Duration.ofSeconds(2), false)));
        headers.add(granted(new Policy("search-1", 0, DAILY, 999, Duration.ofSeconds(3), false)));
        assertThat(headers.policies()).isEqualTo("\"search:1\";q=5;w=10, \"search-1\";q=1000;w=86400");
        assertThat(headers.limits()).isEqualTo("\"search:1\";r=4;t=2, \"search-1\";r=999;t=3");
    }

    @Test
    void severalLimitsOfOneRequestAreOneList() {
        headers.add(granted("site", 4));
        headers.add(granted("quotes", 3));
        headers.add(granted("quotes", 2));
        assertThat(headers.limits()).isEqualTo("\"site\";r=4;t=2, \"quotes\";r=2;t=2");
    }

    @Test
    void namesAreEscaped() {
        headers.add(granted("a\"b\\cü", 1));
        assertThat(headers.limits()).startsWith("\"a\\\"b\\\\c\";");
        headers.add(granted("a b~\u007f\u001f", 1));
        assertThat(headers.limits()).contains("\"a b~\";");
    }

    @Test
    void limitOfConcurrentCallsHasAUnitAndNoWindow() {
        headers.add(new RateLimitResult(
                false,
                0,
                5,
                Duration.ofSeconds(1),
                DecidedBy.STORE,
                List.of(new Policy("reports", 0, null, 5, 0, Duration.ZERO, true))));
        assertThat(headers.policies()).isEqualTo("\"reports\";q=5;qu=\"concurrent-requests\"");
        assertThat(headers.limits()).isEqualTo("\"reports\";r=0");
        assertThat(headers.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void secondsAreNeverTooEarly() {
        assertThat(Seconds.ceil(Duration.ZERO)).isEqualTo(1);
        assertThat(Seconds.ceil(Duration.ofMillis(1))).isEqualTo(1);
        assertThat(Seconds.ceil(Duration.ofSeconds(7))).isEqualTo(7);
        assertThat(Seconds.ceil(Duration.ofSeconds(7).plusNanos(1))).isEqualTo(8);
    }
}
