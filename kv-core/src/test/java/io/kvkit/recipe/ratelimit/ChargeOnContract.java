package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Failures;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits that charge calls by their end. */
abstract class ChargeOnContract extends LimitScenario {

    enum Style {
        PLAIN(CallStyle.PLAIN),
        STAGE(CallStyle.STAGE);

        private final CallStyle style;

        Style(CallStyle style) {
            this.style = style;
        }
    }

    private static final LimitTerms ON_FAILURE = LimitTerms.USUAL.with(ChargeOn.FAILURE);
    private static final LimitTerms ON_SUCCESS = LimitTerms.USUAL.with(ChargeOn.SUCCESS);

    @ParameterizedTest
    @EnumSource
    void rightLoginsLockNobodyOutAndWrongOnesDo(Style style) {
        RateLimitCall login = call(OnStoreFailure.CLOSED, charge("login", 10, ON_FAILURE));
        for (int i = 0; i < 100; i++) {
            assertThat(result(start(style.style, login, ChargeOnContract::right)))
                    .isEqualTo("in");
        }
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> result(start(style.style, login, ChargeOnContract::wrong)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> result(start(style.style, login, ChargeOnContract::right)))
                .isInstanceOf(RateLimitExceededException.class);
    }

    @ParameterizedTest
    @EnumSource
    void failedCallsAreFreeIfOnlySuccessesAreCharged(Style style) {
        Charge charge = charge("report", 2, ON_SUCCESS);
        RateLimitCall report = call(OnStoreFailure.CLOSED, charge);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> result(start(style.style, report, ChargeOnContract::wrong)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(remaining(charge)).isEqualTo(2);
        result(start(style.style, report, ChargeOnContract::right));
        result(start(style.style, report, ChargeOnContract::right));
        assertThatThrownBy(() -> result(start(style.style, report, ChargeOnContract::right)))
                .isInstanceOf(RateLimitExceededException.class);
    }

    @Test
    void attemptsAtTheSameTimeAreNeverMoreThanTheLimit() {
        Charge charge = charge("login", 5, ON_FAILURE);
        List<Proceed> running = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            running.add(proceed(charge));
        }
        assertThat(take(charge).allowed()).as("a sixth attempt").isFalse();
        running.forEach(attempt -> limiter.guard().failed(attempt.ticket(), new IllegalStateException("wrong")));
        assertThat(take(charge).allowed()).as("after five wrong ones").isFalse();
    }

    @Test
    void permitsOfRightAttemptsAreFreeAgainWhenTheyEnd() {
        Charge charge = charge("login", 5, ON_FAILURE);
        List<Proceed> running = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            running.add(proceed(charge));
        }
        running.forEach(attempt -> limiter.guard().succeeded(attempt.ticket(), "in"));
        assertThat(remaining(charge)).isEqualTo(5);
    }

    @Test
    void callThatIsCancelledOrNeverEndsStaysCharged() {
        Charge charge = charge("report", 2, ON_SUCCESS);
        proceed(charge);
        limiter.guard().failed(proceed(charge).ticket(), new CancellationException("closed the stream"));
        assertThat(remaining(charge)).isZero();
    }

    @Test
    void callThatNeverBeganIsFree() {
        for (LimitTerms terms : List.of(ON_SUCCESS, ON_FAILURE)) {
            Charge charge = charge("report" + terms.chargeOn(), 2, terms);
            limiter.guard().abandoned(proceed(charge).ticket(), new CancellationException("not begun"));
            assertThat(remaining(charge)).isEqualTo(2);
        }
    }

    @Test
    void eachLimitOfACallChargesByItsOwnRule() {
        Charge always = charge("always", 9, LimitTerms.USUAL);
        Charge onFailure = charge("failure", 9, ON_FAILURE);
        Charge onSuccess = charge("success", 9, ON_SUCCESS);
        limiter.guard().succeeded(proceed(always, onFailure, onSuccess).ticket(), "in");
        assertThat(List.of(remaining(always), remaining(onFailure), remaining(onSuccess)))
                .containsExactly(8L, 9L, 8L);
        limiter.guard().failed(proceed(always, onFailure, onSuccess).ticket(), new IllegalStateException("wrong"));
        assertThat(List.of(remaining(always), remaining(onFailure), remaining(onSuccess)))
                .containsExactly(7L, 8L, 8L);
    }

    @Test
    void whatWasNotChargedIsNotGivenBack() {
        Charge free = new Charge("free", keys().key("free"), meter(2), 0, ON_SUCCESS);
        assertThat(decide(call(OnStoreFailure.CLOSED, free))).isEqualTo(Proceed.FREELY);
        Charge shadow = charge("shadow", 1, ON_SUCCESS.with(LimitMode.SHADOW));
        Charge other = charge("other", 3, ON_SUCCESS);
        proceed(shadow, other);
        limiter.guard().failed(proceed(shadow, other).ticket(), new IllegalStateException("wrong"));
        assertThat(remaining(shadow)).isZero();
        assertThat(remaining(other)).isEqualTo(2);
    }

    @Test
    void whatThisProcessChargedAloneIsGivenBackThere() {
        Charge charge = charge("report", 1, ON_SUCCESS);
        store.fail("bucket", Fault.REQUEST_LOST);
        for (int i = 0; i < 3; i++) {
            Proceed alone = (Proceed) decide(call(OnStoreFailure.LOCAL, charge));
            limiter.guard().failed(alone.ticket(), new IllegalStateException("wrong"));
        }
        assertThat(decide(call(OnStoreFailure.LOCAL, charge))).isInstanceOf(Proceed.class);
        assertThat(decide(call(OnStoreFailure.LOCAL, charge))).isInstanceOf(Decision.Reject.class);
        assertThat(decide(call(OnStoreFailure.OPEN, charge))).isEqualTo(Proceed.FREELY);
    }

    @Test
    void refundThatIsLostLeavesTheCharge() {
        Charge charge = charge("login", 2, ON_FAILURE);
        Proceed attempt = proceed(charge);
        store.failNext(1, "meter", Fault.REQUEST_LOST);
        Decision end = Failures.join(limiter.guard().succeeded(attempt.ticket(), "in"));
        assertThat(end).isEqualTo(new Decision.Answer("in"));
        assertThat(remaining(charge)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void rightLoginsThatEndInTheNextWindowLeaveNothingCharged(Algorithm algorithm) {
        Duration window = Duration.ofDays(1_000);
        Meter meter = Meter.of(Band.of(algorithm, 5, window));
        Charge login = new Charge("login", keys().key("login"), meter, 1, ON_FAILURE);
        List<Proceed> running = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            running.add(proceed(login));
        }
        under.advance(window);
        running.forEach(attempt -> limiter.guard().succeeded(attempt.ticket(), "in"));
        assertThat(remaining(login)).isEqualTo(5);
    }

    private Proceed proceed(Charge... charges) {
        Proceed proceed = (Proceed) decide(call(OnStoreFailure.CLOSED, charges));
        assertThat(proceed.ticket()).isInstanceOf(ChargeTicket.class);
        return proceed;
    }

    private Decision decide(RateLimitCall call) {
        Decision now = limiter.guard().decideNow(call);
        return now == null ? Failures.join(limiter.guard().decide(call)) : now;
    }

    private static RateLimitCall call(OnStoreFailure onStoreFailure, Charge... charges) {
        return new RateLimitCall(List.of(charges), onStoreFailure);
    }

    private static CompletableFuture<@Nullable Object> right() {
        return CompletableFuture.completedFuture("in");
    }

    private static CompletableFuture<@Nullable Object> wrong() {
        return CompletableFuture.failedFuture(new IllegalStateException("wrong"));
    }
}
