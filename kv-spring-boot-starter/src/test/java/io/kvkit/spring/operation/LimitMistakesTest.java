package io.kvkit.spring.operation;

import io.kvkit.annotation.Band;
import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.annotation.RateLimited.Calendar;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Mistakes at {@code @RateLimited}. */
class LimitMistakesTest {

    @Refused("@RateLimited(limit) on HERE.m(): there is no limit. Write limit = 10, window = \"1m\", or " + "bands.")
    static class LimitWithoutLimit {

        @RateLimited(window = "1s")
        public void m() {}
    }

    @Refused("@RateLimited(window) on HERE.m(): there is no window. Write limit = 10, window = \"1m\", or " + "bands.")
    static class LimitWithoutWindow {

        @RateLimited(limit = 1)
        public void m() {}
    }

    @Refused("@RateLimited(limit = \"0\") on HERE.m(): it is not above zero. Write 1 or more.")
    static class LimitZero {

        @RateLimited(limit = 0, window = "1s")
        public void m() {}
    }

    @Refused("@RateLimited(bands) on HERE.m(): limit, window or burst is set too. Set bands, or limit and " + "window.")
    static class LimitAndBands {

        @RateLimited(
                limit = 1,
                bands = {@Band(limit = 1, window = "1s")})
        public void m() {}
    }

    @Refused("@RateLimited(bands.limit = \"-5\") on HERE.m(): it is not above zero. Write 1 or more.")
    static class BadBand {

        @RateLimited(bands = {@Band(limit = 1, window = "1s"), @Band(limit = -5, window = "1m")})
        public void m() {}
    }

    @Refused("@RateLimited(burst = \"2\") on HERE.m(): a FIXED_WINDOW has no burst. Remove it, or use a "
            + "TOKEN_BUCKET.")
    static class BurstOfWindow {

        @RateLimited(limit = 1, window = "1s", burst = 2, algorithm = Algorithm.FIXED_WINDOW)
        public void m() {}
    }

    @Refused("@RateLimited(window = \"PT1M\") on HERE.m(): calendar=DAY is set too. Remove one of them.")
    static class CalendarAndWindow {

        @RateLimited(limit = 1, window = "1m", calendar = Calendar.DAY)
        public void m() {}
    }

    @Refused("@RateLimited(window) on HERE.m(): a CALENDAR_WINDOW has a calendar instead. Write calendar = DAY.")
    static class CalendarWithoutUnit {

        @RateLimited(limit = 1, algorithm = Algorithm.CALENDAR_WINDOW)
        public void m() {}
    }

    @Refused("@RateLimited(window) on HERE.m(): calendar=DAY is set, but the algorithm is STRICT_WINDOW."
            + " Remove the calendar, or use a CALENDAR_WINDOW.")
    static class CalendarOfOtherAlgorithm {

        @RateLimited(limit = 1, calendar = Calendar.DAY, algorithm = Algorithm.STRICT_WINDOW)
        public void m() {}
    }

    @Refused("@RateLimited(actualCost = \"#result.length()\") on HERE.m(): chargeOn=FAILURE charges only calls that"
            + " have no result. Remove one of them.")
    static class ResultOfFailures {

        @RateLimited(limit = 1, window = "1s", actualCost = "#result.length()", chargeOn = RateLimited.ChargeOn.FAILURE)
        public String m() {
            return "";
        }
    }

    @Refused(
            "@RateLimited(actualCost = \"1\") on HERE.m(): a stream has no single result. Return a Mono, or remove it.")
    static class ResultOfAStream {

        @RateLimited(limit = 1, window = "1s", actualCost = "1")
        public Flux<String> m() {
            return Flux.empty();
        }
    }

    @Refused("@RateLimited(maxWait = \"soon\") on HERE.m(): it is not a duration."
            + " Write a number and a unit, as in 10s, 5m or PT1H.")
    static class WaitThatIsNoDuration {

        @RateLimited(limit = 1, window = "1s", maxWait = "soon")
        public void m() {}
    }

    @Refused("@RateLimited(maxWaiting = \"0\") on HERE.m(): it is not above zero. Write 1 or more.")
    static class NobodyWaits {

        @RateLimited(limit = 1, window = "1s", maxWait = "1s", maxWaiting = 0)
        public void m() {}
    }

    @Refused("@RateLimited(burst = \"3\") on HERE.m(): a calendar window has no burst. Remove it.")
    static class CalendarWithBurst {

        @RateLimited(limit = 1, calendar = Calendar.DAY, burst = 3)
        public void m() {}
    }

    @Refused("@RateLimited(zone = \"Mars/Olympus\") on HERE.m(): there is no such time zone."
            + " Write one such as Europe/Berlin or UTC.")
    static class UnknownZone {

        @RateLimited(limit = 1, calendar = Calendar.DAY, zone = "Mars/Olympus")
        public void m() {}
    }

    @Refused("@RateLimited(cost = \"6\") on HERE.m(): no call could ever pass, because there are never more "
            + "than 5 permits. Lower the cost, or raise the limit.")
    static class HugeCost {

        @RateLimited(limit = 5, window = "1s", cost = "6")
        public void m() {}
    }

    @Refused("@RateLimited(cost = \"-1\") on HERE.m(): it is negative. Write 0 or more.")
    static class NegativeCost {

        @RateLimited(limit = 5, window = "1s", cost = "-1")
        public void m() {}
    }

    @Refused("@RateLimited(window = \"PT87696H\") on HERE.m(): it is longer than 10 years."
            + " Write a shorter one, as in 365d.")
    static class LongWindow {

        @RateLimited(limit = 5, window = "3654d")
        public void m() {}
    }

    @Refused("@RateLimited(limit) on HERE.m(): The window of a limit must be whole microseconds, but is"
            + " PT0.001000001S. Write another limit.")
    static class FineWindow {

        @RateLimited(limit = 5, window = "1000001ns")
        public void m() {}
    }

    @Refused("@RateLimited(cost = \"#all\") on HERE.m(List): it is List, which does not become Number."
            + " Write an expression that gives Number.")
    static class CostIsNoNumber {

        @RateLimited(limit = 5, window = "1s", cost = "#all")
        public void m(List<String> all) {}
    }

    @Refused("@RateLimited(fallback = \"later\") on HERE.m(long): there is no such method in "
            + "UnknownFallback. Write String later(long), or with a RateLimitExceededException as one more "
            + "parameter.")
    static class UnknownFallback {

        @RateLimited(limit = 5, window = "1s", fallback = "later")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@RateLimited(fallback = \"later\") on HERE.m(long): no method of that name has the parameters "
            + "and the return type of this one. Write String later(long), or with a "
            + "RateLimitExceededException as one more parameter.")
    static class WrongFallback {

        @RateLimited(limit = 5, window = "1s", fallback = "later")
        public String m(long id) {
            return "";
        }

        String later(String id) {
            return id;
        }

        int later(long id) {
            return 1;
        }
    }

    @Refused("@RateLimited(name = \"UnnamedLimits.m\") on HERE.m(long): the method has another @RateLimited "
            + "of this name. Give each a name of its own, as in name = \"UnnamedLimits.m.2\".")
    static class UnnamedLimits {

        @RateLimited(limit = 5, window = "1s")
        @RateLimited(limit = 50, window = "1m", key = "#id")
        public String m(long id) {
            return "";
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(LimitMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
