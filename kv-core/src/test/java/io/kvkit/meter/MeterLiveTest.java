package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Steps on numbers in place leave the same bytes and reply the same as steps on bytes. */
class MeterLiveTest {

    private static final int RUNS = 400;
    private static final int STEPS = 60;

    private long now = MeterRandom.START;

    @Test
    void stepsInPlaceAreTheSameAsStepsOnBytes() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed, random -> random.bands(4));
        }
    }

    // Takes from a single bucket have a way of their own, which has to join that of all other steps at any time.
    @Test
    void bucketsInPlaceAreTheSameAsBucketsInBytes() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed, random -> random.oneIn(10) ? random.bands(2) : List.of(random.bucket()));
        }
    }

    private void run(int seed, Function<MeterRandom, List<Band>> fresh) {
        MeterRandom random = new MeterRandom(seed);
        List<Band> bands = fresh.apply(random);
        Meter meter = Meter.of(bands);
        MeterCell bytes = new MeterCell();
        try (KvStore live = new InMemoryKvStore(() -> now, 10)) {
            for (int i = 0; i < STEPS; i++) {
                now += random.pause(bands);
                if (random.oneIn(15)) {
                    bands = random.oneIn(2)
                            ? fresh.apply(random)
                            : bands.stream().map(random::changed).toList();
                    meter = Meter.of(bands);
                }
                MeterStep step = step(random, meter.at(now), bands);
                MeterReply reply = live.applyNow(MeterCell.KEY, step);
                assertSame(reply, bytes.apply(step, now), "seed " + seed + ", step " + i);
                if (random.oneIn(3)) {
                    assertThat(live.getNow(MeterCell.KEY).value()).isEqualTo(bytes.bytes());
                }
            }
        }
    }

    // A brief reply to a grant says nothing else.
    private static void assertSame(MeterReply live, MeterReply bytes, String step) {
        if (live.bands().isEmpty()) {
            assertThat(live.granted()).as(step).isEqualTo(bytes.granted()).isEqualTo(1);
        } else {
            assertThat(live).as(step).isEqualTo(bytes).hasSameHashCodeAs(bytes).hasToString(bytes.toString());
            assertThat(bytes).isEqualTo(live);
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
            case 7 -> (MeterStep) meter.pass(MeterCell.KEY, random.oneIn(2) ? 1 : cost);
            case 8 -> (MeterStep) meter.take(MeterCell.KEY, 1, 1);
            default -> (MeterStep) meter.take(MeterCell.KEY, cost, 1 + random.below(5));
        };
    }
}
