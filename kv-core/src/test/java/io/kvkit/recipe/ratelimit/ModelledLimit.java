package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.meter.MeterModel;
import io.kvkit.meter.MeterRandom;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The limit of one key beside the model of what it must do. */
final class ModelledLimit {

    private final Key key;
    private MeterModel model;
    private Meter meter;

    ModelledLimit(Key key, List<Band> bands) {
        this.key = key;
        this.model = MeterModel.of(key);
        this.meter = Meter.of(bands);
    }

    Key key() {
        return key;
    }

    List<Band> bands() {
        return meter.bands();
    }

    void changePlan(MeterRandom random) {
        List<Band> changed = new ArrayList<>(bands());
        changed.replaceAll(band -> random.oneIn(2) ? random.changed(band) : band);
        meter = Meter.of(changed);
    }

    Charge charge(long cost) {
        return new Charge(key.text(), key, meter, cost);
    }

    boolean take(long cost, long now) {
        return model.take(bands(), cost, 1, now) == 1;
    }

    boolean fits(long cost, long now) {
        return model.wouldGrant(bands(), cost, now) == 1;
    }

    void refund(long cost, long now) {
        model.refund(bands(), cost, now);
    }

    void owe(long cost, long now) {
        model.owe(bands(), cost, now);
    }

    void reset() {
        model = MeterModel.of(key);
    }

    /** Hears that the record is gone, which must make no difference. */
    void gone(long now) {
        model.forget(bands(), now);
    }

    boolean isUnusedAt(long time) {
        return model.isUnusedAt(bands(), time);
    }

    /** Compares the permits that a result shows. */
    void assertLeft(RateLimitResult result, long now) {
        List<Long> left = bands().stream()
                .map(band -> model.remaining(band, bands(), now))
                .toList();
        assertThat(result.policies())
                .filteredOn(policy -> policy.limit().equals(key.text()))
                .extracting(Policy::remaining)
                .isEqualTo(left);
    }

    /** Asserts that a call passes after a wait; returns whether it would have passed a hundredth earlier. */
    boolean passesAfter(Duration wait, long cost, long now) {
        long micros = wait.toNanos() / 1_000;
        assertThat(fits(cost, now + micros))
                .as("%s of %s after %s", cost, bands(), wait)
                .isTrue();
        return fits(cost, now + micros - micros / 100 - 2);
    }

    boolean everPasses(long cost) {
        return cost <= meter.maxCost();
    }
}
