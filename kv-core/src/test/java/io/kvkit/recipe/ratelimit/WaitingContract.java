package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.KvException;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls that wait for their permits. */
abstract class WaitingContract extends WaitingScenario {

    @Test
    void callRunsWhenItsPermitIsBack() {
        Charge charge = waiting("api", 1, Duration.ofSeconds(10));
        take(charge);
        for (CallStyle style : List.of(CallStyle.STAGE, CallStyle.PLAIN)) {
            var call = start(style, "one", charge);
            untilQueued(1);
            advance(WINDOW.minusMillis(1));
            assertThat(call).isNotDone();
            advance(Duration.ofMillis(1));
            assertThat(result(call)).isEqualTo("one");
            untilQueued(0);
        }
        assertThat(events).extracting(RateLimitEvent::outcome).containsOnly(Outcome.ALLOWED);
    }

    @Test
    void callWhoseWaitIsTooLongIsRefusedAtOnce() {
        Charge charge = waiting("api", 1, Duration.ofMillis(9_999));
        take(charge);
        refusedIn(WINDOW, start(CallStyle.STAGE, "one", charge));
        assertThat(events).extracting(RateLimitEvent::outcome).containsExactly(Outcome.ALLOWED, Outcome.REFUSED);
    }

    @Test
    void callsRunInTheOrderInWhichTheyCame() {
        Charge charge = waiting("api", 1, Duration.ofMinutes(5));
        take(charge);
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(start(CallStyle.STAGE, "call " + i, charge));
            untilQueued(i + 1);
        }
        asked.set(0);
        barriers = 0;
        for (int i = 0; i < 10; i++) {
            advance(WINDOW);
            result(calls.get(i));
            assertThat(ran).hasSize(i + 1).last().isEqualTo("call " + i);
        }
        // The first call is granted, and the next one learns when it is due.
        assertThat(asked.get() - barriers).isLessThanOrEqualTo(20);
    }

    @Test
    void laterCallDoesNotOvertakeOneThatWaits() {
        Charge charge = waiting("api", 1, Duration.ofMinutes(1));
        take(charge);
        List<CompletableFuture<@Nullable Object>> late = new ArrayList<>();
        // It comes at the moment when the permit is back, before the store is asked for the first one.
        time().after(WINDOW, () -> late.add(start(CallStyle.STAGE, "late", charge)));
        var first = start(CallStyle.STAGE, "first", charge);
        untilQueued(1);
        advance(WINDOW);
        assertThat(result(first)).isEqualTo("first");
        assertThat(late.get(0)).isNotDone();
        advance(WINDOW);
        assertThat(result(late.get(0))).isEqualTo("late");
    }

    @Test
    void callThatCannotBeServedInTimeBehindTheOthersIsRefusedAtOnce() {
        Charge charge = waiting("api", 1, Duration.ofSeconds(25));
        take(charge);
        var first = start(CallStyle.STAGE, "first", charge);
        untilQueued(1);
        var second = start(CallStyle.STAGE, "second", charge);
        untilQueued(2);
        asked.set(0);
        refusedIn(Duration.ofSeconds(30), start(CallStyle.STAGE, "third", charge));
        assertThat(asked).hasValue(0);
        advance(WINDOW);
        result(first);
        advance(WINDOW);
        result(second);
    }

    @Test
    void callsWithACostWaitForIt() {
        Charge charge = waiting("api", 10, Duration.ofSeconds(4));
        take(costing(charge, 10));
        var first = start(CallStyle.STAGE, "first", costing(charge, 3));
        untilQueued(1);
        refusedIn(Duration.ofSeconds(5), start(CallStyle.STAGE, "second", costing(charge, 2)));
        var third = start(CallStyle.STAGE, "third", charge);
        untilQueued(2);
        advance(Duration.ofSeconds(3));
        result(first);
        advance(Duration.ofSeconds(1));
        result(third);
    }

    @Test
    void noMoreCallsWaitThanTheBound() {
        Charge charge = charge("api", 1, LimitTerms.USUAL.with(new LimitWait(Duration.ofMinutes(5), 2)));
        take(charge);
        var first = start(CallStyle.STAGE, "first", charge);
        untilQueued(1);
        var second = start(CallStyle.STAGE, "second", charge);
        untilQueued(2);
        refused(start(CallStyle.STAGE, "third", charge));
        advance(WINDOW);
        result(first);
        var fourth = start(CallStyle.STAGE, "fourth", charge);
        untilQueued(2);
        advance(WINDOW);
        result(second);
        advance(WINDOW);
        result(fourth);
    }

    @Test
    void permitsOfAWindowComeBackForAllThatWait() {
        Meter windows = Meter.of(Band.of(Algorithm.FIXED_WINDOW, 5, WINDOW));
        LimitTerms terms = LimitTerms.USUAL.with(new LimitWait(WINDOW, 100));
        Charge charge = new Charge("api", keys().key("api"), windows, 1, terms);
        for (int i = 0; i < 5; i++) {
            take(charge);
        }
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            calls.add(start(CallStyle.STAGE, "call " + i, charge));
            untilQueued(i + 1);
        }
        advance(WINDOW);
        for (int i = 0; i < 5; i++) {
            assertThat(result(calls.get(i))).isEqualTo("call " + i);
        }
        advance(Duration.ofSeconds(1));
        refused(calls.get(5));
        refused(calls.get(6));
    }

    @Test
    void cancelledCallLeavesTheQueueAndTakesNoPermit() {
        Charge charge = waiting("api", 1, Duration.ofMinutes(5));
        take(charge);
        var first = start("first", charge);
        untilQueued(1);
        var second = start("second", charge);
        untilQueued(2);
        first.cancel(false);
        untilQueued(1);
        advance(WINDOW);
        assertThat(result(second)).isEqualTo("second");
        var third = start("third", charge);
        untilQueued(1);
        third.cancel(false);
        untilQueued(0);
        advance(WINDOW);
        assertThat(remaining(charge)).isEqualTo(1);
        assertThat(ran).containsExactly("second");
    }

    @Test
    void callBehindOneThatLeavesIsDueByItsOwnCost() {
        Charge charge = waiting("api", 10, Duration.ofMinutes(5));
        take(costing(charge, 10));
        var first = start("first", costing(charge, 8));
        untilQueued(1);
        var second = start("second", charge);
        untilQueued(2);
        advance(Duration.ofSeconds(2));
        assertThat(second).isNotDone();
        first.cancel(false);
        assertThat(result(second)).isEqualTo("second");
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        Charge charge = waiting("api", 1, Duration.ofMinutes(5));
        take(charge);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                new PlainDriver(Runnable::run).run(guard, call(charge), args -> ran.add("interrupted"));
                end.complete(new AssertionError("It ran"));
            } catch (Throwable failure) {
                end.complete(failure);
            }
        });
        thread.start();
        untilQueued(1);
        thread.interrupt();
        thread.join();
        assertThat(end.join()).isInstanceOf(KvException.class);
        untilQueued(0);
        advance(WINDOW);
        assertThat(remaining(charge)).isEqualTo(1);
    }

    @Test
    void failureOfTheStoreFailsAllThatWait() {
        Charge charge = waiting("api", 1, Duration.ofMinutes(5));
        take(charge);
        var first = start(CallStyle.STAGE, "first", charge);
        untilQueued(1);
        var second = start(CallStyle.STAGE, "second", charge);
        untilQueued(2);
        store.fail("bucket", Fault.REQUEST_LOST);
        advance(WINDOW);
        assertThatThrownBy(() -> result(first)).isInstanceOf(KvException.class);
        assertThatThrownBy(() -> result(second)).isInstanceOf(KvException.class);
    }

    @Test
    void callOfSeveralLimitsWaitsForTheOneThatRefusesIt() {
        Charge user = waiting("user", 1, Duration.ofMinutes(5));
        Charge all = new Charge(
                "all",
                keys().key("all"),
                Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 1, WINDOW.multipliedBy(2))),
                1,
                user.terms());
        take(user);
        var call = start(CallStyle.STAGE, "both", user, all);
        untilQueued(1);
        take(all);
        advance(WINDOW);
        assertThat(call).isNotDone();
        assertThat(guard.size()).isEqualTo(1);
        assertThat(remaining(user)).as("given back").isEqualTo(1);
        advance(WINDOW);
        assertThat(result(call)).isEqualTo("both");
    }

    @Test
    void limitWithoutAWaitRefusesAtOnce() {
        Charge patient = waiting("patient", 1, Duration.ofMinutes(5));
        Charge strict = charge("strict", 1, LimitTerms.USUAL);
        take(patient);
        take(strict);
        refused(start(CallStyle.STAGE, "both", patient, strict));
        refused(start(CallStyle.STAGE, "both", costing(patient, 2)));
    }

    @Test
    void callInShadowModeNeitherWaitsNorHoldsOthersUp() {
        Charge shadow = waiting("api", 1, Duration.ofMinutes(5), LimitMode.SHADOW);
        take(shadow);
        assertThat(result(start(CallStyle.STAGE, "one", shadow))).isEqualTo("one");
    }

    @Test
    void callThatWaitedIsChargedByItsEnd() {
        LimitTerms terms = LimitTerms.USUAL.with(ChargeOn.FAILURE).with(new LimitWait(Duration.ofMinutes(5), 10));
        Charge charge = charge("login", 1, terms);
        take(charge);
        var call = start(CallStyle.STAGE, "right", charge);
        untilQueued(1);
        advance(WINDOW);
        result(call);
        assertThat(remaining(charge)).isEqualTo(1);
    }

    @Test
    void permitThatIsGivenBackIsForTheNextCall() {
        LimitTerms terms = LimitTerms.USUAL.with(ChargeOn.FAILURE).with(new LimitWait(Duration.ofMinutes(5), 10));
        Charge charge = charge("login", 1, terms);
        Decision.Proceed running = proceed(charge);
        var next = start(CallStyle.STAGE, "next", charge);
        untilQueued(1);
        guard.succeeded(running.ticket(), "in");
        assertThat(result(next)).isEqualTo("next");
    }

    @Test
    void callThatPassedAndIsNotMadeIsNotCharged() {
        Charge charge = waiting("api", 1, Duration.ofMinutes(5));
        Decision.Proceed unmade = proceed(charge);
        var next = start(CallStyle.STAGE, "next", charge);
        untilQueued(1);
        guard.abandoned(unmade.ticket(), new CancellationException("not begun"));
        assertThat(result(next)).isEqualTo("next");
        assertThat(remaining(charge)).isZero();
    }

    private Decision.Proceed proceed(Charge charge) {
        Decision now = guard.decideNow(call(charge));
        return (Decision.Proceed) (now == null ? Failures.join(guard.decide(call(charge))) : now);
    }

    @Test
    void orderHoldsInAnyInterleaving() {
        for (int seed = 0; seed < rounds(); seed++) {
            interleave(seed);
        }
    }

    /** How many interleavings are tried. */
    abstract int rounds();

    private void interleave(int seed) {
        Random random = new Random(seed);
        Charge charge = waiting("api" + seed, 3, Duration.ofSeconds(20));
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        ran.clear();
        for (int i = 0; i < 40; i++) {
            if (random.nextInt(3) < 2) {
                calls.add(start("" + calls.size(), costing(charge, 1 + random.nextInt(3))));
                barrier();
            } else if (random.nextInt(3) == 0 && !calls.isEmpty()) {
                calls.get(random.nextInt(calls.size())).cancel(false);
            } else {
                advance(Duration.ofMillis(random.nextInt(4_000)));
            }
        }
        advance(Duration.ofMinutes(1));
        calls.forEach(call -> assertThat(call.handle((value, failure) -> true)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .isTrue());
        List<Integer> order = ran.stream().map(Integer::valueOf).toList();
        assertThat(order).as("seed %s", seed).isSorted();
    }

    @Test
    void permitThatAClientGivesBackIsForTheNextCallThatWaits() {
        Charge charge = waiting("api", 1, Duration.ofSeconds(10));
        List<Supplier<CompletionStage<Void>>> ways = List.of(
                () -> limiter.refund(List.of(charge)),
                () -> limiter.reset(charge.key()),
                () -> limiter.corrections().settle(costing(charge, 2), 1, DecidedBy.STORE));
        take(charge);
        for (Supplier<CompletionStage<Void>> way : ways) {
            var call = start(CallStyle.STAGE, "one", charge);
            untilQueued(1);
            Failures.join(way.get());
            assertThat(result(call)).isEqualTo("one");
            untilQueued(0);
        }
    }
}
