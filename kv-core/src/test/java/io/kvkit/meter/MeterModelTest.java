package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The transitions against the plain model: 48,000 random steps with mixed bands, weights, refunds and clock steps. */
@Tag("slow")
class MeterModelTest {

    private static final int RUNS = 800;
    private static final int STEPS = 60;

    private int granted;
    private int refused;
    private int tooLong;

    @Test
    void everyStepAgreesWithTheModel() {
        for (int seed = 0; seed < RUNS; seed++) {
            try {
                run(seed);
            } catch (AssertionError failure) {
                fail("seed " + seed, failure);
            }
        }
        assertThat(granted).isGreaterThan(RUNS * STEPS / 5);
        assertThat(refused).isGreaterThan(RUNS * STEPS / 10);
        assertThat(tooLong)
                .as("waits that were longer than needed by more than a hundredth")
                .isLessThan(refused / 100);
    }

    private void run(int seed) {
        MeterRandom random = new MeterRandom(seed);
        List<Band> bands = random.bands(4);
        boolean plansChange = seed % 4 == 0;
        MeterCell cell = new MeterCell();
        MeterModel model = new MeterModel(
                Meter.of(bands).general(Op.PEEK, MeterCell.KEY, 1, 1).phase());
        long now = MeterRandom.START;
        for (int i = 0; i < STEPS; i++) {
            now += random.pause(bands);
            if (plansChange && random.oneIn(8)) {
                bands = changed(bands, random);
            }
            step(random, bands, cell, model, now, plansChange);
        }
    }

    private static List<Band> changed(List<Band> bands, MeterRandom random) {
        List<Band> changed = new ArrayList<>(bands);
        changed.replaceAll(band -> random.oneIn(2) ? random.changed(band) : band);
        return changed;
    }

    private void step(
            MeterRandom random, List<Band> bands, MeterCell cell, MeterModel model, long now, boolean forever) {
        Meter meter = Meter.of(bands).at(now);
        long cost = random.cost(bands);
        byte[] before = cell.bytes();
        MeterReply reply;
        switch (random.below(10)) {
            case 0 -> {
                reply = run(cell, meter.peek(MeterCell.KEY, cost), now, forever);
                assertThat(reply.granted()).isEqualTo(model.wouldGrant(bands, cost, now));
                assertThat(forever && !Arrays.equals(cell.bytes(), before)).isFalse();
            }
            case 1 -> {
                reply = run(cell, meter.refund(MeterCell.KEY, cost), now, forever);
                model.refund(bands, cost, now);
            }
            default -> {
                long count = random.oneIn(3) ? 1 + random.below(5) : 1;
                reply = run(cell, take(meter, cost, count, random), now, forever);
                assertThat(reply.granted()).isEqualTo(model.take(bands, cost, count, now));
                judgeWait(bands, cost, count, reply, model, now);
            }
        }
        if (cell.bytes() == null) {
            model.forget(bands, now);
        }
        assertThat(reply.nowMicros()).isEqualTo(now);
        for (int i = 0; i < bands.size(); i++) {
            assertThat(reply.bands().get(i).remaining()).isEqualTo(model.remaining(bands.get(i), bands, now));
        }
    }

    private static MeterReply run(MeterCell cell, Transition<MeterReply> step, long now, boolean forever) {
        return forever ? cell.run(step, now) : cell.apply(step, now);
    }

    private static Transition<MeterReply> take(Meter meter, long cost, long count, MeterRandom random) {
        return random.oneIn(2)
                ? meter.take(MeterCell.KEY, cost, count)
                : meter.general(Op.TAKE, MeterCell.KEY, cost, count);
    }

    private void judgeWait(List<Band> bands, long cost, long count, MeterReply reply, MeterModel model, long now) {
        if (reply.granted() == count) {
            granted++;
            assertThat(reply.retryAfterMicros()).isZero();
            assertThat(reply.refusingBand()).isEqualTo(-1);
            return;
        }
        refused++;
        long wait = reply.retryAfterMicros();
        if (cost > Meter.of(bands).maxCost()) {
            assertThat(wait).isEqualTo(MeterReply.NEVER);
            assertThat(bands.get(reply.refusingBand()).capacity()).isLessThan(cost);
            return;
        }
        assertThat(wait).isPositive();
        assertThat(model.wouldGrant(bands, cost, now + wait)).isEqualTo(1);
        tooLong += (int) model.wouldGrant(bands, cost, now + wait - wait / 100 - 2);
    }
}
