package io.kvkit.spring.operation;

import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lives of results, and times of loads, that cannot be meant. */
class CacheTimesMistakesTest {

    record Token(String text, Duration life, long expiresIn, List<String> scopes) {}

    @Refused("@Cached(jitter = \"-5%\") on HERE.m(long): it is negative. Write a percentage below 100%, as in 5%, or a"
            + " number below 1, as in 0.05.")
    static class NegativeJitter {

        @Cached(jitter = "-5%")
        public String m(long id) {
            return "";
        }
    }

    @Refused(
            "@Cached(jitter = \"NaN\") on HERE.m(long): it is not a share. Write a percentage below 100%, as in 5%, or a"
                    + " number below 1, as in 0.05.")
    static class NoNumber {

        @Cached(jitter = "NaN")
        public String m(long id) {
            return "";
        }
    }

    @Refused(
            "@Cached(jitter = \"5\") on HERE.m(long): it is not below 100%. Write a percentage below 100%, as in 5%, or a"
                    + " number below 1, as in 0.05.")
    static class PercentWithoutItsSign {

        @Cached(jitter = "5")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(staleIfError = \"-1s\") on HERE.m(long): it is negative. Write a duration above zero, as in 10s.")
    static class NegativeStaleness {

        @Cached(staleIfError = "-1s")
        public String m(long id) {
            return "";
        }
    }

    @Refused(
            "@Cached(staleWhileRevalidate = \"60\") on HERE.m(long): the unit is missing. Write 60s for seconds or 60ms"
                    + " for milliseconds.")
    static class StalenessWithoutAUnit {

        @Cached(staleWhileRevalidate = "60")
        public String m(long id) {
            return "";
        }
    }

    @Refused(
            "@Cached(softTimeout = \"PT0.1S\") on HERE.m(long): there is no stale value that a caller could get then. Set"
                    + " staleWhileRevalidate or staleIfError too, or remove it.")
    static class SoftTimeoutForNothing {

        @Cached(softTimeout = "100ms")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(softTimeout = \"PT2S\") on HERE.m(long): it is not shorter than the hard timeout of PT1S. Set a"
            + " shorter one, or a longer hard timeout.")
    static class SoftTimeoutAfterTheHardOne {

        @Cached(staleIfError = "10m", softTimeout = "2s", hardTimeout = "1s")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(ttlExpression = \"#result.life\") on HERE.m(long): ttl is set too. Set one of them.")
    static class TwoLives {

        @Cached(ttl = "5m", ttlExpression = "#result.life")
        public Token m(long id) {
            return new Token("", Duration.ZERO, 1, List.of());
        }
    }

    @Refused(
            "@Cached(ttlExpression = \"#result.expiresIn\") on HERE.m(long): it is a number, so its unit is missing. Return"
                    + " a Duration, as in T(java.time.Duration).ofSeconds(#result.expiresIn).")
    static class LifeWithoutAUnit {

        @Cached(ttlExpression = "#result.expiresIn")
        public Token m(long id) {
            return new Token("", Duration.ZERO, 1, List.of());
        }
    }

    @Refused("@CacheUpdate(ttlExpression = \"#result.scopes\") on HERE.m(long): it is List and not a duration. Return a"
            + " Duration, or a text such as '10s'.")
    static class LifeOfAnotherType {

        @CacheUpdate(name = "x", key = "#id", ttlExpression = "#result.scopes")
        public Token m(long id) {
            return new Token("", Duration.ZERO, 1, List.of());
        }
    }

    @Refused("@Cached(validWhile = \"#result.text\") on HERE.m(long): it is String and not true or false. Write a"
            + " comparison, as in #result.text != null.")
    static class ValidityThatIsNoCondition {

        @Cached(validWhile = "#result.text")
        public Token m(long id) {
            return new Token("", Duration.ZERO, 1, List.of());
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(CacheTimesMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeFailsStartup(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
