package io.kvkit.spring.operation;

import io.kvkit.annotation.Cached;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and durations that are none. */
class AttributeMistakesTest {

    @Refused("@Cached(ttl = \"NaN\") on HERE.m(long): it is not a duration. Write a number and a unit, as in "
            + "10s, 5m or PT1H.")
    static class NoDuration {

        @Cached(ttl = "NaN")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(ttl = \"10\") on HERE.m(long): the unit is missing. Write 10s for seconds or 10ms for "
            + "milliseconds.")
    static class NoUnit {

        @Cached(ttl = "10")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(ttl = \"-10s\") on HERE.m(long): it is negative. Write a duration above zero, as in " + "10s.")
    static class NegativeDuration {

        @Cached(ttl = "-10s")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(ttl = \"0s\") on HERE.m(long): it is zero. Write a duration above zero, as in 10s.")
    static class ZeroDuration {

        @Cached(ttl = "0s")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(ttl = \"10us\") on HERE.m(long): it is shorter than a millisecond. Write 1ms or more.")
    static class TinyTtl {

        @Cached(ttl = "10us")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(ttl = \"40000d\") on HERE.m(long): it is longer than 100 years. Write a shorter one, "
            + "as in 365d.")
    static class LongDuration {

        @Cached(ttl = "40000d")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(ttl = \"99999999999999999d\") on HERE.m(long): it is not a duration. Write a number and "
            + "a unit, as in 10s, 5m or PT1H.")
    static class OverflowingDuration {

        @Cached(ttl = "99999999999999999d")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(ttl = \"${no.such}\") on HERE.m(long): a placeholder has no value. Set the property, "
            + "or give it a default as in ${some.property:10s}.")
    static class Placeholder {

        @Cached(ttl = "${no.such}")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(name = \"my products\") on HERE.m(long): it is not a valid name. Use 1 to 64 letters, digits, "
            + "dots, underscores or hyphens, as in name = \"products\".")
    static class BadName {

        @Cached(name = "my products")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(name = \"client\") on HERE.m(long): the calls of KvClient have this name. Choose another name.")
    static class NameOfTheClient {

        @Cached(name = "client")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(name = \"a2345678901234567890123456789012345678901234567890123456789012345\") on "
            + "HERE.m(long): it is not a valid name. Use 1 to 64 letters, digits, dots, underscores or hyphens, as in "
            + "name = \"products\".")
    static class LongName {

        @Cached("a2345678901234567890123456789012345678901234567890123456789012345")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(name = \"b\") on HERE.m(long): value = \"a\" says otherwise. They are the same "
            + "attribute: set one.")
    static class TwoNames {

        @Cached(value = "a", name = "b")
        public String m(long id) {
            return "";
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(AttributeMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
