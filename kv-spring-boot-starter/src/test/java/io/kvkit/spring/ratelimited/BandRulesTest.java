package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.meter.Band;
import io.kvkit.spring.KvPropertyException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bounds of the numbers of a limit. */
class BandRulesTest {

    private final BandRules rules =
            BandRules.below("p", (name, value, problem, mend) -> new KvPropertyException(name + ": " + problem, mend));

    @Test
    void windowsAreAtMostTenYears() {
        assertThatNoException().isThrownBy(() -> rules.check(null, Band.MAX_WINDOW, null));
        assertRefused(null, Band.MAX_WINDOW.plusSeconds(1), null, "p.window: it is longer than 10 years");
        assertRefused(null, Duration.ZERO, null, "p.window: ");
    }

    @Test
    void numbersArePositive() {
        assertThatNoException().isThrownBy(() -> rules.check(1, Duration.ofMillis(1), 1));
        assertRefused(0, null, null, "p.limit: it is not above zero");
        assertRefused(null, null, -1, "p.burst: it is not above zero");
    }

    private void assertRefused(
            @Nullable Integer limit, @Nullable Duration window, @Nullable Integer burst, String problem) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> rules.check(limit, window, burst))
                .satisfies(e -> assertThat(e.problem()).startsWith(problem));
    }
}
