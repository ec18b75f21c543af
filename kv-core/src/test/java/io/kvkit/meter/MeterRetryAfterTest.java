package io.kvkit.meter;

import static io.kvkit.meter.MeterCell.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promise of Retry-After: who waits exactly that long is admitted, if nobody else came. */
class MeterRetryAfterTest {

    private static final int TRIES = 20_000;

    @Test
    void whoWaitsExactlyRetryAfterIsAdmitted() {
        int tries = 0;
        int refusedAgain = 0;
        for (int seed = 0; tries < TRIES; seed++) {
            MeterRandom random = new MeterRandom(seed);
            List<Band> bands = random.bands(4);
            MeterCell cell = new MeterCell();
            long now = MeterRandom.START + random.below(1_000_000_000);
            for (int i = 0; i < 60; i++) {
                now += random.pause(bands);
                long cost = Math.min(random.cost(bands), Meter.of(bands).maxCost());
                MeterReply reply = cell.apply(Meter.of(bands).at(now).take(KEY, cost, 1), now);
                if (reply.granted() == 0) {
                    now += reply.retryAfterMicros();
                    tries++;
                    refusedAgain += 1
                            - (int) cell.apply(Meter.of(bands).at(now).take(KEY, cost, 1), now)
                                    .granted();
                }
            }
        }
        assertThat(refusedAgain).isZero();
    }

    // The further from 2025, the fewer digits a time has for fractions of a microsecond.
    @Test
    void fractionsOfAMicrosecondAreNotLostInTheTime() {
        Meter meter = Meter.of(Band.of(Algorithm.SLIDING_WINDOW, 37, Duration.ofMillis(1)));
        long years = Duration.ofDays(365 * 25).toNanos() / 1_000;
        for (int i = 0; i < 2_000; i++) {
            MeterCell cell = new MeterCell();
            long now = MeterRandom.START + years + 1_001L * i;
            cell.run(meter.take(KEY, 37, 1), now);
            long at = now + i % 900;
            MeterReply reply = cell.run(meter.take(KEY, 1 + i % 9, 1), at);
            if (reply.granted() == 0) {
                MeterReply later = cell.run(meter.take(KEY, 1 + i % 9, 1), at + reply.retryAfterMicros());
                assertThat(later.granted()).as("step %s", i).isEqualTo(1);
            }
        }
    }
}
