package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.MeterRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** Random calls of a limiter about two keys, each compared with the model at once. */
final class ModelledCalls {

    /** What was seen in all runs. */
    static final class Seen {
        int granted;
        int refused;
        int tooLong;
        int shared;
    }

    private final RateLimiter limiter;
    private final ModelledRecords records;
    private final MeterRandom random;
    private final Seen seen;
    private final ModelledLimit one;
    private final ModelledLimit other;
    private final boolean plansChange;

    ModelledCalls(RateLimiter limiter, ModelledRecords records, long seed, Seen seen) {
        this.limiter = limiter;
        this.records = records;
        this.random = new MeterRandom(seed);
        this.seen = seen;
        this.plansChange = seed % 4 == 0;
        this.one = new ModelledLimit(records.fresh("one" + seed), random.bands(4));
        this.other = new ModelledLimit(records.fresh("other" + seed), random.bands(2));
    }

    /** Makes a call, or several at once, after a pause. */
    void next() {
        if (plansChange && random.oneIn(8)) {
            one.changePlan(random);
        }
        records.pause(random.pause(one.bands()));
        notice();
        long cost = random.cost(one.bands());
        switch (random.below(12)) {
            case 0 -> peek(cost);
            case 1 -> refund(cost);
            case 2 -> settle(cost);
            case 3, 4 -> together(cost);
            case 5, 6 -> atOnce(cost);
            default -> take(cost);
        }
        notice();
    }

    private void notice() {
        records.notice(one, plansChange);
        records.notice(other, false);
    }

    private long now() {
        return records.now();
    }

    private void take(long cost) {
        Charge charge = one.charge(cost);
        Passage passage = random.oneIn(2) ? limiter.passage(charge) : null;
        RateLimitResult passed = passage == null ? null : passage.pass();
        long before = records.steps();
        RateLimitResult result = passed == null ? Failures.join(limiter.take(call(charge))) : passed;
        records.assertSteps(before, 1);
        boolean granted = one.take(cost, now());
        judge(result, granted, cost);
        if (granted && random.oneIn(4)) {
            records.assertLife(one);
        }
    }

    private void judge(RateLimitResult result, boolean granted, long cost) {
        assertThat(result.allowed())
                .as("%s of %s: %s", cost, one.bands(), result)
                .isEqualTo(granted);
        one.assertLeft(result, now());
        judgeWait(result, granted, cost, one);
    }

    private void judgeWait(RateLimitResult result, boolean granted, long cost, ModelledLimit... limits) {
        Duration wait = result.retryAfter();
        if (granted) {
            seen.granted++;
            assertThat(wait).isZero();
            return;
        }
        seen.refused++;
        boolean ever = true;
        for (ModelledLimit limit : limits) {
            ever &= limit.everPasses(cost);
        }
        assertThat(wait != null).isEqualTo(ever);
        boolean early = true;
        for (ModelledLimit limit : limits) {
            early &= wait != null && limit.passesAfter(wait, cost, now());
        }
        seen.tooLong += early ? 1 : 0;
    }

    // Permits of all or none. The other limit gets back what it was charged.
    private void together(long cost) {
        long before = records.steps();
        RateLimitCall call = new RateLimitCall(List.of(one.charge(cost), other.charge(cost)), OnStoreFailure.CLOSED);
        RateLimitResult result = Failures.join(limiter.take(call));
        boolean first = one.take(cost, now());
        boolean second = other.take(cost, now());
        if (first != second) {
            (first ? one : other).refund(cost, now());
        }
        records.assertSteps(before, first == second ? 2 : 3);
        assertThat(result.allowed()).isEqualTo(first && second);
        one.assertLeft(result, now());
        other.assertLeft(result, now());
        judgeWait(result, first && second, cost, one, other);
    }

    private void atOnce(long cost) {
        long before = records.steps();
        List<Long> costs = costs(cost);
        List<CompletableFuture<RateLimitResult>> results = new ArrayList<>();
        for (long each : costs) {
            results.add(limiter.take(call(one.charge(each))).toCompletableFuture());
        }
        for (int i = 0; i < costs.size(); i++) {
            judge(Failures.join(results.get(i)), one.take(costs.get(i), now()), costs.get(i));
        }
        seen.shared += records.isRemote() ? (int) (costs.size() - (records.steps() - before)) : 0;
    }

    private List<Long> costs(long cost) {
        return LongStream.range(0, 2 + random.below(8))
                .map(i -> random.oneIn(4) ? 1 + random.below(3) : cost)
                .boxed()
                .toList();
    }

    private void peek(long cost) {
        long before = records.steps();
        RateLimitResult result = Failures.join(limiter.peek(List.of(one.charge(cost))));
        records.assertSteps(before, 1);
        assertThat(result.allowed()).isEqualTo(one.fits(cost, now()));
        one.assertLeft(result, now());
    }

    private void refund(long cost) {
        long before = records.steps();
        Failures.join(limiter.refund(List.of(one.charge(cost))));
        records.assertSteps(before, 1);
        one.refund(cost, now());
        records.assertLife(one);
        if (random.oneIn(10)) {
            Failures.join(limiter.reset(one.key()));
            one.reset();
        }
    }

    // The model knows debts only of bands that never change.
    private void settle(long cost) {
        if (plansChange) {
            return;
        }
        long before = records.steps();
        Failures.join(limiter.corrections().settle(one.charge(1), 1 + cost, DecidedBy.STORE));
        records.assertSteps(before, 1);
        one.owe(cost, now());
        records.assertLife(one);
    }

    private static RateLimitCall call(Charge charge) {
        return RateLimitCall.of(charge, OnStoreFailure.CLOSED);
    }

    /** Removes what is left. */
    void end() {
        Failures.join(limiter.reset(one.key()));
        Failures.join(limiter.reset(other.key()));
    }
}
