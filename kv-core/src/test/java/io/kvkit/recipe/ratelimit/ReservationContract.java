package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.LogLines;
import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.Meter;
import io.kvkit.store.KvException;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Permits that are taken by an estimate and settled by the cost. */
abstract class ReservationContract extends LimitScenario {

    private static final long LIMIT = 10;

    @ParameterizedTest
    @EnumSource
    void differenceIsGivenBackOrTaken(Algorithm algorithm) {
        Charge charge = of(algorithm, 4);
        settle(reserve(charge), 1);
        assertThat(remaining(charge)).isEqualTo(9);
        settle(reserve(charge), 7);
        assertThat(remaining(charge)).isEqualTo(2);
        Reservation refused = reserve(charge);
        assertThat(refused.granted()).isFalse();
        settle(refused, 1);
        assertThat(remaining(charge)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotThereIsOwedAndRefusesLaterCalls(Algorithm algorithm) {
        Charge charge = of(algorithm, 1);
        settle(reserve(charge), 14);
        assertThat(remaining(charge)).isZero();
        RateLimitResult refused = take(charge);
        assertThat(refused.allowed()).isFalse();
        Duration wait = refused.retryAfter();
        Duration half = wait.dividedBy(2);
        time().advance(half);
        assertThat(take(charge).allowed()).as("before %s", wait).isFalse();
        time().advance(wait.minus(half));
        assertThat(take(charge).allowed()).as("after %s", wait).isTrue();
    }

    @Test
    void debtOfABucketIsItsCapacityAtMostAndComesBackFirst() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 1);
        settle(reserve(charge), 1_000);
        assertThat(take(charge).retryAfter()).isEqualTo(Duration.ofSeconds(11));
        time().advance(Duration.ofSeconds(11));
        assertThat(take(charge).allowed()).isTrue();
        assertThat(take(charge).allowed()).isFalse();
        Failures.join(limiter.refund(List.of(costing(charge, 3))));
        assertThat(remaining(charge)).isEqualTo(3);
    }

    @Test
    void chargeWithTheBandsOfAPlanIsStillSettled() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 1);
        Charge estimate = charge.estimating(result -> 3);
        assertThat(estimate.with(charge.meter()).actual()).isSameAs(estimate.actual());
    }

    @Test
    void refundPaysADebtFirst() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 1);
        settle(reserve(charge), 15);
        Failures.join(limiter.refund(List.of(costing(charge, 5))));
        assertThat(remaining(charge)).isZero();
        Failures.join(limiter.refund(List.of(costing(charge, 2))));
        assertThat(remaining(charge)).isEqualTo(2);
    }

    @Test
    void onlyTheFirstEndCounts() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 4);
        Reservation once = reserve(charge);
        settle(once, 2);
        settle(once, 9);
        Failures.join(once.cancel());
        assertThat(remaining(charge)).isEqualTo(8);
        Reservation cancelled = reserve(charge);
        Failures.join(cancelled.cancel());
        settle(cancelled, 4);
        assertThat(remaining(charge)).isEqualTo(8);
    }

    @Test
    void reservationsAtTheSameTimeAreNeverMoreThanTheLimit() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 3);
        List<Reservation> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(reserve(charge));
        }
        assertThat(all).extracting(Reservation::granted).containsExactly(true, true, true, false, false);
        all.stream().map(one -> one.settle(2).toCompletableFuture()).toList().forEach(CompletableFuture::join);
        assertThat(remaining(charge)).isEqualTo(LIMIT - 6);
    }

    @Test
    void reservationThatIsNeverSettledStaysCharged() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 4);
        reserve(charge);
        assertThat(remaining(charge)).isEqualTo(6);
    }

    @Test
    void workThatNeedsNoEstimateIsChargedWhenItIsDone() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 0);
        settle(reserve(charge), 3);
        assertThat(remaining(charge)).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> reserve(charge).settle(-1));
    }

    @Test
    void whatThisProcessChargedAloneIsSettledThere() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 4);
        store.fail("meter", Fault.REQUEST_LOST);
        settle(reserve(OnStoreFailure.LOCAL, charge), 10);
        Reservation refused = reserve(OnStoreFailure.LOCAL, charge);
        assertThat(refused.granted()).isFalse();
        assertThat(refused.result().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        settle(reserve(OnStoreFailure.OPEN, charge), 10);
        store.heal();
        assertThat(remaining(charge)).isEqualTo(LIMIT);
    }

    @Test
    void lostSettlementLeavesTheEstimateCharged() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 4);
        Reservation reserved = reserve(charge);
        store.failNext(1, "meter", Fault.REQUEST_LOST);
        assertThatThrownBy(() -> settle(reserved, 1)).isInstanceOf(KvException.class);
        assertThat(remaining(charge)).isEqualTo(6);
    }

    @Test
    void costsThatCannotBeComputedAreLoggedNowAndThen() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 1).estimating(result -> {
            throw new IllegalStateException("no tokens");
        });
        RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.CLOSED);
        CallGuard<RateLimitCall> guard = limiter.guard();
        try (LogLines log = LogLines.of(RateLimitGuard.class)) {
            for (int i = 0; i < 3; i++) {
                assertThat(result(CallStyle.STAGE.start(guard, call, () -> CompletableFuture.completedFuture("done"))))
                        .isEqualTo("done");
            }
            assertThat(log.written())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .startsWith("WARN A call keeps the estimate of work, because its actual cost cannot be computed");
        }
        assertThat(remaining(costing(charge, 1))).isEqualTo(LIMIT - 3);
    }

    @Test
    void refusalInShadowModeChargesNothing() {
        Charge charge = of(Algorithm.TOKEN_BUCKET, 11);
        Charge shadow =
                new Charge(charge.name(), charge.key(), charge.meter(), 11, LimitTerms.USUAL.with(LimitMode.SHADOW));
        Reservation told = reserve(shadow);
        assertThat(told.granted()).isTrue();
        assertThat(told.result().wouldRefuse()).isTrue();
        settle(told, 5);
        assertThat(remaining(costing(charge, 1))).isEqualTo(LIMIT);
    }

    private Reservation reserve(Charge charge) {
        return reserve(OnStoreFailure.CLOSED, charge);
    }

    private Reservation reserve(OnStoreFailure onStoreFailure, Charge charge) {
        return Failures.join(Reservation.of(limiter, charge, onStoreFailure));
    }

    private static void settle(Reservation reserved, long cost) {
        Failures.join(reserved.settle(cost));
    }

    private Charge of(Algorithm algorithm, long estimate) {
        Band band = algorithm == Algorithm.CALENDAR_WINDOW
                ? Band.calendar(LIMIT, new CalendarWindow(Unit.MINUTE, ZoneOffset.UTC))
                : Band.of(algorithm, LIMIT, WINDOW);
        return new Charge("work", keys().key("work" + algorithm), Meter.of(band), estimate);
    }

    private static Charge costing(Charge charge, long cost) {
        return new Charge(charge.name(), charge.key(), charge.meter(), cost);
    }
}
