package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.KvException;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reservations that are held for a lease. The scenario's limiter has no timer, so its reservations are not renewed, as
 * those of a process that died.
 */
abstract class ReservationLeaseContract extends LimitScenario {

    private static final Duration LONG = Duration.ofDays(1_000);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final IllegalStateException FAILURE = new IllegalStateException("failed");

    /** Returns a limiter that renews its reservations. */
    private RateLimiter alive() {
        RateLimiterSettings patient = RateLimiterSettings.DEFAULT.withTimeout(Duration.ofSeconds(20));
        return new RateLimiter(seen(store), new InMemoryKvStore(time()), patient, KvListeners.NONE, time());
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void estimateOfAProcessThatDiedComesBackOnce(Algorithm algorithm) {
        Charge charge = work(algorithm, 4);
        reserve(limiter, charge);
        reserve(limiter, charge);
        assertThat(reserve(limiter, charge).granted()).isFalse();
        pass(Reservation.LEASE.minus(SHORT));
        assertThat(remaining(charge)).isEqualTo(2);
        pass(SHORT);
        assertThat(reserve(limiter, charge).granted()).isTrue();
        assertThat(remaining(charge)).isEqualTo(6);
        assertThat(take(new Charge(charge.name(), charge.key(), charge.meter(), 6))
                        .allowed())
                .isTrue();
        assertThat(remaining(charge)).isZero();
    }

    @Test
    void lateSettlementTakesAllOfTheCostAsADebtAndOnlyOnce() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 4);
        Reservation late = reserve(limiter, charge);
        pass(Reservation.LEASE);
        assertThat(remaining(charge)).isEqualTo(10);
        settle(late, 7);
        assertThat(remaining(charge)).isEqualTo(3);
        settle(late, 7);
        assertThat(remaining(charge)).isEqualTo(3);
        Reservation cancelled = reserve(limiter, work(Algorithm.FIXED_WINDOW, 2));
        pass(Reservation.LEASE);
        Failures.join(cancelled.cancel());
        assertThat(remaining(charge)).isEqualTo(3);
    }

    @Test
    void debtOfALateSettlementIsBounded() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 4);
        Reservation late = reserve(limiter, charge);
        pass(Reservation.LEASE);
        settle(late, 1_000_000);
        Failures.join(limiter.refund(List.of(new Charge(charge.name(), charge.key(), charge.meter(), 12))));
        assertThat(remaining(charge)).isEqualTo(2);
    }

    @Test
    void reservationIsRenewedUntilItIsSettled() {
        Charge charge = work(Algorithm.TOKEN_BUCKET, 4);
        Reservation reserved = reserve(alive(), charge);
        work(charge, Duration.ofMinutes(2));
        assertThat(remaining(charge)).isEqualTo(6);
        settle(reserved, 3);
        assertThat(remaining(charge)).isEqualTo(7);
        assertThat(time().pending()).isZero();
    }

    @Test
    void reservationThatIsForgottenIsRenewedForAnHour() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 4);
        reserve(alive(), charge);
        work(charge, Duration.ofMinutes(59));
        assertThat(remaining(charge)).isEqualTo(6);
        work(charge, Duration.ofMinutes(2));
        assertThat(remaining(charge)).isEqualTo(10);
        assertThat(time().pending()).isZero();
    }

    @Test
    void settlementThatWasNotCarriedOutIsRepeated() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 4);
        Reservation reserved = reserve(alive(), charge);
        store.failNext(3, "meter", Fault.REQUEST_LOST);
        assertThatThrownBy(() -> settle(reserved, 1)).isInstanceOf(KvException.class);
        pass(Reservation.LEASE);
        assertThat(remaining(charge)).isEqualTo(9);
        assertThat(time().pending()).isZero();
    }

    @Test
    void settlementWhoseAnswerIsLostIsNotRepeated() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 4);
        Reservation reserved = reserve(alive(), charge);
        store.failNext(1, "meter", Fault.REPLY_LOST);
        assertThatThrownBy(() -> settle(reserved, 1)).isInstanceOf(KvException.class);
        pass(Reservation.LEASE);
        assertThat(remaining(charge)).isEqualTo(9);
        assertThat(time().pending()).isZero();
    }

    @Test
    void whatThisProcessChargedAloneIsHeldThere() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 4);
        RateLimiter alive = alive();
        store.fail("meter", Fault.REQUEST_LOST);
        Reservation reserved = Failures.join(Reservation.of(alive, charge, OnStoreFailure.LOCAL));
        work(charge, Duration.ofMinutes(2));
        settle(reserved, 10);
        assertThat(Failures.join(Reservation.of(alive, charge, OnStoreFailure.LOCAL))
                        .granted())
                .isFalse();
        store.heal();
        assertThat(remaining(charge)).isEqualTo(10);
    }

    @Test
    void callHoldsItsEstimateWhileItRunsAndPaysItsCost() {
        Charge charge = work(Algorithm.TOKEN_BUCKET, 4);
        CallGuard<RateLimitCall> guard = alive().guard();
        Proceed running = proceed(guard, charge.estimating(result -> 7));
        work(charge, Duration.ofMinutes(2));
        assertThat(remaining(charge)).isEqualTo(6);
        Failures.join(guard.succeeded(Objects.requireNonNull(running.ticket()), "done"));
        assertThat(remaining(charge)).isEqualTo(3);
        assertThat(time().pending()).isZero();
    }

    @Test
    void callThatFailsOrIsCancelledKeepsItsEstimateForGood() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 2);
        CallGuard<RateLimitCall> guard = alive().guard();
        for (RuntimeException end : List.of(FAILURE, new CancellationException())) {
            Proceed running = proceed(guard, charge.estimating(result -> 1));
            Failures.join(guard.failed(Objects.requireNonNull(running.ticket()), end));
        }
        pass(Duration.ofHours(1));
        assertThat(remaining(charge)).isEqualTo(6);
    }

    @Test
    void failedCallGetsItsEstimateBackOnceIfOnlySuccessesAreCharged() {
        LimitTerms terms = LimitTerms.USUAL.with(ChargeOn.SUCCESS);
        Charge usual = work(Algorithm.FIXED_WINDOW, 2);
        Charge charge = new Charge(usual.name(), usual.key(), usual.meter(), 2, terms);
        take(usual);
        CallGuard<RateLimitCall> guard = alive().guard();
        Proceed running = proceed(guard, charge.estimating(result -> 1));
        Failures.join(guard.failed(Objects.requireNonNull(running.ticket()), FAILURE));
        pass(Duration.ofHours(1));
        assertThat(remaining(charge)).isEqualTo(8);
    }

    @Test
    void costThatCannotBeComputedLeavesTheEstimateChargedForGood() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 2);
        CallGuard<RateLimitCall> guard = alive().guard();
        for (long cost : new long[] {-1, Long.MAX_VALUE}) {
            Proceed running = proceed(guard, charge.estimating(result -> cost));
            Failures.join(guard.succeeded(Objects.requireNonNull(running.ticket()), "done"));
        }
        Proceed running = proceed(guard, charge.estimating(result -> {
            throw FAILURE;
        }));
        Failures.join(guard.succeeded(Objects.requireNonNull(running.ticket()), "done"));
        pass(Duration.ofHours(1));
        assertThat(remaining(charge)).isEqualTo(4);
    }

    @Test
    void callThatIsNotMadeHoldsNothing() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 2);
        CallGuard<RateLimitCall> guard = alive().guard();
        Proceed running = proceed(guard, charge.estimating(result -> 1));
        Failures.join(guard.abandoned(Objects.requireNonNull(running.ticket()), FAILURE));
        assertThat(remaining(charge)).isEqualTo(10);
        assertThat(time().pending()).isZero();
    }

    @Test
    void anotherLimitThatRefusesEndsTheReservation() {
        Charge charge = work(Algorithm.FIXED_WINDOW, 4).estimating(result -> 1);
        Charge none = new Charge("none", keys().key("none"), charge.meter(), 11);
        assertThat(take(charge, none).allowed()).isFalse();
        assertThat(remaining(charge)).isEqualTo(10);
        pass(Reservation.LEASE);
        assertThat(remaining(charge)).isEqualTo(10);
    }

    private static Proceed proceed(CallGuard<RateLimitCall> guard, Charge charge) {
        RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.CLOSED);
        Decision now = guard.decideNow(call);
        return (Proceed) (now == null ? Failures.join(guard.decide(call)) : now);
    }

    private static Reservation reserve(RateLimiter limiter, Charge charge) {
        return Failures.join(Reservation.of(limiter, charge, OnStoreFailure.CLOSED));
    }

    private static void settle(Reservation reserved, long cost) {
        Failures.join(reserved.settle(cost));
    }

    /** Lets time pass while renewals are sent and answered. */
    private void work(Charge charge, Duration time) {
        for (Duration left = time; !left.isZero(); left = left.minusSeconds(10)) {
            pass(Duration.ofSeconds(10));
            limiter.peek(List.of(charge))
                    .handle((seen, failure) -> seen)
                    .toCompletableFuture()
                    .join();
        }
    }

    private void pass(Duration time) {
        under.advance(time);
    }

    private Charge work(Algorithm algorithm, long estimate) {
        Meter meter = Meter.of(Band.of(algorithm, 10, LONG));
        return new Charge("work", keys().key("work" + algorithm), meter, estimate);
    }
}
