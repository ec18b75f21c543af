package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitParserTest {

    static class Base {

        String inherited(String id) {
            return "base " + id;
        }
    }

    static class Quotes extends Base {

        @RateLimited(limit = 9, window = "1s", fallback = "later", cost = "#id.length()")
        public String quote(String id) {
            return id;
        }

        @RateLimited(limit = 9, window = "1s", fallback = "explained", cost = "3")
        public String other(String id) {
            return id;
        }

        @RateLimited(limit = 9, window = "1s", fallback = "inherited")
        public String third(String id) {
            return id;
        }

        @RateLimited(limit = 9, window = "1s", fallback = "failing")
        public Object fourth(String id) {
            return id;
        }

        @RateLimited(limit = 9, window = "1s", cost = "0")
        public String free(String id) {
            return id;
        }

        @RateLimited(limit = 9, window = "1s", cost = "#pages")
        public String counted(long pages) {
            return "";
        }

        @RateLimited(limit = 9, window = "1s", cost = "#pages")
        public String weighed(Object pages) {
            return "";
        }

        private String later(String id) {
            return "later " + id;
        }

        String explained(String id, Throwable refusal) {
            return id + " " + refusal.getMessage();
        }

        String failing(String id) {
            throw new IllegalStateException(id);
        }
    }

    private static RateLimitedOperation limit(String method) {
        return Sources.operations(Quotes.class, method)
                .all(RateLimitedOperation.class)
                .get(0);
    }

    private static Object fallback(String method) throws Throwable {
        Invocation call =
                new Invocation(new Quotes(), Sources.method(Quotes.class, method), new Object[] {"x"}, Client.NONE);
        return Objects.requireNonNull(
                Objects.requireNonNull(limit(method).fallback()).invoke(call, new RuntimeException("refused")));
    }

    @Test
    void fallbacksAreMethodsOfTheClassWithOrWithoutTheRefusal() throws Throwable {
        assertThat(fallback("quote")).isEqualTo("later x");
        assertThat(fallback("other")).isEqualTo("x refused");
        assertThat(fallback("third")).isEqualTo("base x");
    }

    @Test
    void whatAFallbackThrowsArrivesUnchanged() {
        assertThatIllegalStateException().isThrownBy(() -> fallback("fourth")).withMessage("x");
    }

    @Test
    void costsAreConstantOrComputed() {
        assertThat(limit("quote").cost().of(Sources.call(Quotes.class, "quote", "abc")))
                .isEqualTo(3);
        assertThat(limit("other").cost().of(Sources.call(Quotes.class, "other", "x")))
                .isEqualTo(3);
        assertThat(limit("third").cost().of(Sources.call(Quotes.class, "third", "x")))
                .isEqualTo(1);
    }

    @Test
    void aCostOfZeroIsFreeOfCharge() {
        assertThat(limit("quote").cost().of(Sources.call(Quotes.class, "quote", "")))
                .isZero();
        assertThat(limit("free").cost().of(Sources.call(Quotes.class, "free", "x")))
                .isZero();
    }

    @Test
    void aCostBelowZeroIsRefusedAsAMistakeOfTheCaller() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> limit("counted").cost().of(Sources.call(Quotes.class, "counted", -1L)))
                .withMessage("@RateLimited(cost = \"#pages\") on " + Quotes.class.getName()
                        + ".counted(long) is not a whole number of zero or more")
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(KvExpressionException.Reason.VALUE));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.99, 1.9, -0.5, 4294967297.0, Double.NaN, Double.POSITIVE_INFINITY})
    void aCostThatIsNoWholeNumberIsNotFree(double pages) {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> limit("weighed").cost().of(Sources.call(Quotes.class, "weighed", pages)))
                .withMessageContaining("is not a whole number of zero or more")
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(KvExpressionException.Reason.VALUE));
    }

    @Test
    void aCostMayBeWrittenInAnyType() {
        for (Object two : List.of(2.0, 2L, "2", new BigDecimal("2.00"))) {
            assertThat(limit("weighed").cost().of(Sources.call(Quotes.class, "weighed", two)))
                    .isEqualTo(2);
        }
    }
}
