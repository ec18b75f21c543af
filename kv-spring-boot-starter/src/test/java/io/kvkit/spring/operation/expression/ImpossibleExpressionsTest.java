package io.kvkit.spring.operation.expression;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.kvkit.annotation.Cached;
import io.kvkit.spring.operation.Mistakes;
import io.kvkit.spring.operation.Refused;
import io.kvkit.spring.operation.Sources;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions that fail for all values, which the declared types tell. */
class ImpossibleExpressionsTest {

    record Customer(long id, String name) {}

    @Refused(
            "@Cached(key = \"T(no.such.Type).f()\") on HERE.m(String): there is no class no.such.Type. Write its whole name, as in java.time.LocalDate.")
    static class NoType {

        @Cached(key = "T(no.such.Type).f()")
        public String m(String a) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"new java.util.Dat()\") on HERE.m(String): there is no class java.util.Dat. Write its whole name, as in java.time.LocalDate.")
    static class NoConstructor {

        @Cached(key = "new java.util.Dat()")
        public String m(String a) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#c['nam']\") on HERE.m(Customer): Customer has no nam. It has id, name.")
    static class NoIndex {

        @Cached(key = "#c['nam']")
        public String m(Customer c) {
            return "";
        }
    }

    @Refused(
            "@Cached(condition = \"#a and true\") on HERE.m(String): #a is String and not true or false. Write a comparison, as in #a != null.")
    static class NoAnswer {

        @Cached(condition = "#a and true")
        public String m(String a) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"#a ? 1 : 2\") on HERE.m(String): #a is String and not true or false. Write a comparison, as in #a != null.")
    static class NoAnswerOfChoice {

        @Cached(key = "#a ? 1 : 2")
        public String m(String a) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"#a - 'b'\") on HERE.m(String): (#a - 'b') never works with String and String. Use numbers.")
    static class NoDifference {

        @Cached(key = "#a - 'b'")
        public String m(String a) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"#c + #c\") on HERE.m(Customer): (#c + #c) never works with Customer and Customer. Use numbers.")
    static class NoSum {

        @Cached(key = "#c + #c")
        public String m(Customer c) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"#c > 5\") on HERE.m(Customer): (#c > 5) never works with Customer and Integer. Compare two numbers, or what has an order.")
    static class NoOrder {

        @Cached(key = "#c > 5")
        public String m(Customer c) {
            return "";
        }
    }

    @Refused(
            "@Cached(condition = \"#a.length() > '5a'\") on HERE.m(String): (#a.length() > '5a') never works with Integer and String. Compare two numbers, or what has an order.")
    static class NoNumber {

        @Cached(condition = "#a.length() > '5a'")
        public String m(String a) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"#a.substring(0,'a')\") on HERE.m(String): String.substring does not take such arguments. Write those that it takes.")
    static class NoArgument {

        @Cached(key = "#a.substring(0,'a')")
        public String m(String a) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"#l['a']\") on HERE.m(List): List has no ['a']. Write the place of an element, as in [0], or take a property of each, as in .![name].")
    static class NoPlace {

        @Cached(key = "#l['a']")
        public String m(List<String> l) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"#l[a]\") on HERE.m(String[]): String[] has no [a]. Write the place of an element, as in [0], or take a property of each, as in .![name].")
    static class NoPlaceInAnArray {

        @Cached(key = "#l[a]")
        public String m(String[] l) {
            return "";
        }
    }

    @Refused(
            "@Cached(condition = \"#a matches '['\") on HERE.m(String): '[' is no regular expression (Unclosed character class). Write one that java.util.regex.Pattern takes.")
    static class NoPattern {

        @Cached(condition = "#a matches '['")
        public String m(String a) {
            return "";
        }
    }

    @Refused(
            "@Cached(condition = \"#a.matches('[')\") on HERE.m(String): '[' is no regular expression (Unclosed character class). Write one that java.util.regex.Pattern takes.")
    static class NoPatternOfACall {

        @Cached(condition = "#a.matches('[')")
        public String m(String a) {
            return "";
        }
    }

    /** Expressions that work, at least for some values. */
    static class Right {

        @Cached(
                key =
                        "{T(Math).abs(#n), T(java.util.Map.Entry).name, T(int).name, new java.util.Date(#n), new int[] {1}.length}")
        public String types(long n) {
            return "";
        }

        @Cached(key = "{#c['name'], #m['any'], #l[0], #l['0'], #a[0]}")
        public String indexes(Customer c, Map<String, String> m, List<String> l, String a) {
            return "";
        }

        @Cached(
                key =
                        "{#a + #c, #c + 'a', 'b' - 1, #a * 2, -#n, #n / #d, #n > #d, #a > 'b', #day < #day, #o > 5, #o - #o}")
        public String operators(String a, Customer c, long n, BigDecimal d, LocalDate day, Object o) {
            return "";
        }

        @Cached(key = "{#a.replaceAll('[a-z]', ''), #a matches '[a-z]+', #a.split(',')[0], #a.replace('[', '')}")
        public String patterns(String a) {
            return "";
        }

        @Cached(key = "{#yes and true, not #yes, #o or #yes, #o ? 1 : 2, @regions.told() and #yes}")
        public String answers(boolean yes, Object o) {
            return "";
        }

        @Cached(
                key =
                        "{#a.substring(0, '5'), #a.concat(#n), #a.compareTo(#n), #a.indexOf('b'), #a.formatted(#n, #a), #a.equals(#n)}")
        public String arguments(String a, int n) {
            return "";
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(ImpossibleExpressionsTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }

    @Test
    void whatMayWorkStarts() {
        assertThatCode(() -> Sources.plain().validate(Right.class)).doesNotThrowAnyException();
    }
}
