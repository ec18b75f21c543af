package io.kvkit.spring.operation.attribute;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.store.Ttl;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What a property may be, up to its bounds. */
class ValueRulesTest {

    private static final Duration MILLI = Duration.ofMillis(1);

    private static void assertRefused(ThrowingCallable rule, String problem) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(rule)
                .extracting(KvPropertyException::problem)
                .isEqualTo(problem);
    }

    @Test
    void nothingIsAlwaysAllowed() {
        assertThatNoException().isThrownBy(() -> {
            ValueRules.positive("p", null);
            ValueRules.notNegative("p", null);
            ValueRules.share("p", null);
            ValueRules.range("p", null, 1, 2);
            ValueRules.header("p", null);
            ValueRules.prefix("p", null);
            ValueRules.absoluteUri("p", null);
        });
    }

    @Test
    void timesAreAtLeastAMillisecond() {
        assertThatNoException().isThrownBy(() -> ValueRules.positive("p", MILLI));
        assertRefused(() -> ValueRules.positive("p", Duration.ZERO), "p=0s is not a positive time");
        assertRefused(() -> ValueRules.positive("p", Duration.ofNanos(999_999)), "p=999999ns is not a positive time");
        assertRefused(() -> ValueRules.positive("p", Duration.ofMillis(-1_500)), "p=-1500ms is not a positive time");
    }

    @Test
    void timesAreAtMostAHundredYears() {
        assertThatNoException().isThrownBy(() -> ValueRules.positive("p", Ttl.MAX));
        assertThatNoException().isThrownBy(() -> ValueRules.notNegative("p", Ttl.MAX));
        String tooLong = "p=" + (Ttl.MAX.toMillis() + 1) + "ms is too long";
        assertRefused(() -> ValueRules.positive("p", Ttl.MAX.plus(MILLI)), tooLong);
        assertRefused(() -> ValueRules.notNegative("p", Ttl.MAX.plus(MILLI)), tooLong);
    }

    @Test
    void zeroIsATimeWhereNothingElseIsSaid() {
        assertThatNoException().isThrownBy(() -> ValueRules.notNegative("p", Duration.ZERO));
        assertThatNoException().isThrownBy(() -> ValueRules.notNegative("p", MILLI));
        assertRefused(() -> ValueRules.notNegative("p", Duration.ofSeconds(-1)), "p=-1s is negative");
        assertRefused(() -> ValueRules.notNegative("p", Duration.ofNanos(1)), "p=1ns is shorter than a millisecond");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0%", "5%", "99.9 %", "0.05", " 0.999 "})
    void sharesAreBelowOne(String share) {
        assertThatNoException().isThrownBy(() -> ValueRules.share("p", share));
    }

    @ParameterizedTest
    @CsvSource({
        "1, is not below 100%",
        "100%, is not below 100%",
        "-1%, is negative",
        "-0.1, is negative",
        "half, is not a share",
        "5%%, is not a share"
    })
    void otherSharesAreRefused(String share, String problem) {
        assertRefused(() -> ValueRules.share("p", share), "p=" + share + " " + problem);
    }

    @Test
    void numbersAreBetweenTheirBounds() {
        assertThatNoException().isThrownBy(() -> ValueRules.range("p", 2, 2, 4));
        assertThatNoException().isThrownBy(() -> ValueRules.range("p", 4, 2, 4));
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> ValueRules.range("p", 1, 2, 4))
                .withMessage("p=1 is out of range. Write a number from 2 to 4.");
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> ValueRules.range("p", 5, 2, 4))
                .withMessage("p=5 is out of range. Write a number from 2 to 4.");
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> ValueRules.range("p", 1, 2, Integer.MAX_VALUE))
                .withMessage("p=1 is out of range. Write a number from 2 up.");
    }

    @Test
    void sizesAreAboveZero() {
        assertThatNoException().isThrownBy(() -> ValueRules.size("p", DataSize.ofBytes(1)));
        assertRefused(() -> ValueRules.size("p", DataSize.ofBytes(0)), "p=0B is not above zero");
    }

    @Test
    void namesAndAddressesAreWhatTheyAreFor() {
        assertThatNoException().isThrownBy(() -> {
            ValueRules.header("p", "Idempotency-Key");
            ValueRules.prefix("p", "shop.%_-1");
            ValueRules.absoluteUri("p", "https://example.org/errors/");
            ValueRules.absoluteUri("p", "urn:");
        });
        assertRefused(() -> ValueRules.header("p", "a b"), "p=a b is not the name of a header");
        assertRefused(() -> ValueRules.prefix("p", "a:b"), "p=a:b cannot be the start of a key");
        assertRefused(() -> ValueRules.absoluteUri("p", "/errors"), "p=/errors is not an absolute URI");
        assertRefused(() -> ValueRules.absoluteUri("p", "a b:"), "p=a b: is not an absolute URI");
        assertRefused(() -> ValueRules.absoluteUri("p", ":"), "p=: is not an absolute URI");
    }
}
