package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BandTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void capacityIsTheBurstOrElseTheLimit() {
        assertThat(Band.of(Algorithm.TOKEN_BUCKET, 10, MINUTE).capacity()).isEqualTo(10);
        assertThat(Band.of(Algorithm.TOKEN_BUCKET, 10, MINUTE, 3).capacity()).isEqualTo(3);
    }

    @Test
    void numbersThatCannotWorkAreRefusedWithTheGivenValue() {
        assertRefused("limit", () -> Band.of(Algorithm.FIXED_WINDOW, 0, MINUTE));
        assertRefused("limit", () -> Band.of(Algorithm.FIXED_WINDOW, Band.MAX_LIMIT + 1, MINUTE));
        assertRefused("burst", () -> Band.of(Algorithm.TOKEN_BUCKET, 1, MINUTE, -1));
        assertRefused("burst", () -> Band.of(Algorithm.SLIDING_WINDOW, 1, MINUTE, 2));
        assertRefused("burst", () -> Band.of(Algorithm.TOKEN_BUCKET, 1, Duration.ofMillis(999), Band.MAX_LIMIT));
        assertRefused("window", () -> Band.of(Algorithm.FIXED_WINDOW, 1, Duration.ZERO));
        assertRefused("window", () -> Band.of(Algorithm.FIXED_WINDOW, 1, Duration.ofSeconds(-1)));
        assertRefused("window", () -> Band.of(Algorithm.FIXED_WINDOW, 1, Duration.ofSeconds(Long.MAX_VALUE)));
        assertRefused("window", () -> Band.of(Algorithm.FIXED_WINDOW, 1, Duration.ofNanos(1_000_001)));
        assertRefused("id", () -> new Band(-1, Algorithm.FIXED_WINDOW, 1, MINUTE, 0));
    }

    @Test
    void idFollowsAlgorithmAndWindowOnly() {
        Band band = Band.of(Algorithm.TOKEN_BUCKET, 10, MINUTE);
        assertThat(Band.of(Algorithm.TOKEN_BUCKET, 99, MINUTE, 7).id()).isEqualTo(band.id());
        assertThat(Band.of(Algorithm.FIXED_WINDOW, 10, MINUTE).id()).isNotEqualTo(band.id());
        assertThat(Band.of(Algorithm.TOKEN_BUCKET, 10, Duration.ofHours(1)).id())
                .isNotEqualTo(band.id());
    }

    @Test
    void meterNeedsBandsThatCanBeToldApart() {
        Band band = Band.of(Algorithm.TOKEN_BUCKET, 10, MINUTE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Meter.of(band, band))
                .withMessageContaining("" + band.id());
        assertThatIllegalArgumentException().isThrownBy(() -> Meter.of(List.of()));
    }

    @Test
    void costAndCountMustBePositive() {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 10, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.take(MeterCell.KEY, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.take(MeterCell.KEY, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.refund(MeterCell.KEY, -1));
    }

    private static void assertRefused(String part, Runnable band) {
        assertThatThrownBy(band::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The " + part + " of a limit")
                .hasMessageContaining("but is ");
    }
}
