package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps on numbers in place leave the same bytes and reply the same as steps on bytes. */
class MeterLiveTest {

    private static final int RUNS = 400;
    private static final int STEPS = 60;

    private long now = MeterRandom.START;

    @Test
    void stepsInPlaceAreTheSameAsStepsOnBytes() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed);
        }
    }

    private void run(int seed) {
        MeterRandom random = new MeterRandom(seed);
        List<Band> bands = random.bands(4);
        Meter meter = Meter.of(bands);
        MeterCell bytes = new MeterCell();
        try (KvStore live = new InMemoryKvStore(() -> now, 10)) {
            for (int i = 0; i < STEPS; i++) {
                now += random.pause(bands);
                if (random.oneIn(15)) {
                    bands = random.oneIn(2)
                            ? random.bands(4)
                            : bands.stream().map(random::changed).toList();
                    meter = Meter.of(bands);
                }
                MeterStep step = step(random, meter.at(now), bands);
                MeterReply reply = live.applyNow(MeterCell.KEY, step);
                assertThat(reply).as("seed %s, step %s", seed, i).isEqualTo(bytes.apply(step, now));
                if (random.oneIn(3)) {
                    assertThat(live.getNow(MeterCell.KEY).value()).isEqualTo(bytes.bytes());
                }
            }
        }
    }

    private static MeterStep step(MeterRandom random, Meter meter, List<Band> bands) {
        long cost = random.cost(bands);
        Hold hold = new Hold(random.below(4), Duration.ofMillis(100 + random.below(60_000)));
        return switch (random.below(14)) {
            case 0 -> meter.general(Op.PEEK, MeterCell.KEY, cost, 1);
            case 1 -> meter.general(Op.REFUND, MeterCell.KEY, cost, 0);
            case 2 -> meter.general(Op.OWE, MeterCell.KEY, cost, 1);
            case 3 -> (MeterStep) meter.settle(MeterCell.KEY, cost, hold);
            case 4 -> (MeterStep) meter.renew(MeterCell.KEY, hold);
            case 5, 6 -> (MeterStep) meter.reserve(MeterCell.KEY, cost, hold);
            default -> (MeterStep) meter.take(MeterCell.KEY, cost, 1 + random.below(5));
        };
    }
}
