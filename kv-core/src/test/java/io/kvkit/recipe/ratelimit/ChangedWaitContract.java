package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.StageDriver;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.tck.CallStyle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls that wait while their limits change, or while calls with other limits come. */
abstract class ChangedWaitContract extends WaitingScenario {

    private static final Duration LONG = Duration.ofMinutes(5);

    // The charges of all calls as they are now; empty if no limit applies.
    private volatile List<Charge> now = List.of();

    private volatile RateLimitCall.Revision revisions = this::revise;
    private final AtomicInteger revised = new AtomicInteger();

    /** How many interleavings are tried. */
    abstract int rounds();

    @Test
    void callWithAHigherLimitDoesNotWaitBehindOneWithALower() {
        Charge free = waiting("api", 1, LONG);
        Charge pro = free.with(meter(3));
        take(free);
        var first = start(CallStyle.STAGE, "free", free);
        untilQueued(1);
        assertThat(result(start(CallStyle.STAGE, "pro", pro))).isEqualTo("pro");
        assertThat(result(start(CallStyle.STAGE, "pro 2", pro))).isEqualTo("pro 2");
        var third = start(CallStyle.STAGE, "pro 3", pro);
        untilQueued(2);
        assertThat(guard.size()).isEqualTo(1);
        var fourth = start(CallStyle.STAGE, "pro 4", pro);
        untilQueued(3);
        advance(Duration.ofMillis(3_334));
        assertThat(result(third)).isEqualTo("pro 3");
        assertThat(fourth).isNotDone();
        first.cancel(false);
        advance(Duration.ofMillis(3_334));
        assertThat(result(fourth)).isEqualTo("pro 4");
        advance(LONG);
    }

    @Test
    void raiseWakesAllThatWaitInTheirOrder() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(3, waiting("api", 1, LONG));
        change(waiting("api", 10, LONG));
        calls.forEach(LimitScenario::result);
        assertThat(ran).containsExactly("call 0", "call 1", "call 2");
    }

    @Test
    void raiseForSomeLeavesTheOthersInTheirOrderBeforeLaterCalls() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(3, waiting("api", 1, LONG));
        change(waiting("api", 2, LONG));
        assertThat(result(calls.get(0))).isEqualTo("call 0");
        calls.add(startRevised("call 3"));
        untilQueued(3);
        for (int i = 1; i < 4; i++) {
            assertThat(calls.get(i)).isNotDone();
            advance(WINDOW.dividedBy(2));
            assertThat(result(calls.get(i))).isEqualTo("call " + i);
        }
    }

    @Test
    void cutLetsCallsWaitByTheLowerLimit() {
        var call = waiting(1, waiting("api", 10, LONG)).get(0);
        change(waiting("api", 1, LONG));
        advance(WINDOW.minusMillis(1));
        assertThat(call).isNotDone();
        advance(Duration.ofMillis(1));
        assertThat(result(call)).isEqualTo("call 0");
    }

    @Test
    void callsThatWaitPassUncountedIfTheirLimitIsDisabled() {
        Charge charge = waiting("api", 1, LONG);
        List<CompletableFuture<@Nullable Object>> calls = waiting(2, charge);
        now = List.of();
        limiter.limitsChanged();
        calls.forEach(LimitScenario::result);
        assertThat(remaining(charge)).isZero();
        advance(WINDOW);
        assertThat(remaining(charge)).isEqualTo(1);
    }

    @Test
    void callsThatWaitPassIfTheirLimitIsInShadowMode() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(2, waiting("api", 1, LONG));
        change(waiting("api", 1, LONG, LimitMode.SHADOW));
        calls.forEach(LimitScenario::result);
    }

    @Test
    void callsThatWaitPassIfTheWindowIsAnotherOne() {
        Charge charge = waiting("api", 1, LONG);
        List<CompletableFuture<@Nullable Object>> calls = waiting(2, charge);
        change(charge.with(Meter.of(Band.of(Algorithm.FIXED_WINDOW, 2, Duration.ofDays(1)))));
        calls.forEach(LimitScenario::result);
        assertThat(remaining(now.get(0))).isZero();
    }

    @Test
    void callsThatWaitAreRefusedIfTheyMayNotWaitAnyMore() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(2, waiting("api", 1, LONG));
        change(charge("api", 1, LimitTerms.USUAL));
        calls.forEach(this::refused);
    }

    @Test
    void callsWhoseWaitIsShortenedAreRefusedIfItIsTooShort() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(3, waiting("api", 1, LONG));
        change(waiting("api", 1, Duration.ofSeconds(20)));
        refusedIn(Duration.ofSeconds(30), calls.get(2));
        untilQueued(2);
        advance(WINDOW);
        result(calls.get(0));
        advance(WINDOW);
        result(calls.get(1));
    }

    @Test
    void callsThatTheNewLimitCannotServeInTimeAreRefused() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(3, waiting("api", 10, Duration.ofSeconds(15)));
        change(waiting("api", 1, Duration.ofSeconds(15)));
        refused(calls.get(1));
        refused(calls.get(2));
        untilQueued(1);
        advance(WINDOW);
        result(calls.get(0));
    }

    @Test
    void callsThatWaitAreRefusedIfFewerMayWait() {
        Charge charge = waiting("api", 1, LONG);
        List<CompletableFuture<@Nullable Object>> calls = waiting(4, charge);
        change(charge("api", 1, LimitTerms.USUAL.with(new LimitWait(LONG, 2))));
        refused(calls.get(2));
        refused(calls.get(3));
        change(charge("api", 2, LimitTerms.USUAL.with(new LimitWait(LONG, 1))));
        assertThat(result(calls.get(0))).isEqualTo("call 0");
        advance(WINDOW);
        assertThat(result(calls.get(1))).isEqualTo("call 1");
    }

    @Test
    void callsOfOtherBandsAreRefusedIfFewerMayWait() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(4, waiting("api", 10, LONG));
        change(charge("api", 1, LimitTerms.USUAL.with(new LimitWait(LONG, 2))));
        refused(calls.get(2));
        refused(calls.get(3));
        change();
        calls.subList(0, 2).forEach(LimitScenario::result);
    }

    @Test
    void changeCountsForCallsBehindOneWithoutAChange() {
        HeldKvStore wire = new HeldKvStore(store);
        RateLimiter slow = limiter(wire);
        guard = new WaitingGuard(slow, time());
        Charge charge = waiting("api", 1, LONG);
        take(charge);
        var first = start("first", charge);
        wire.answerAll();
        now = List.of(charge);
        var second = startRevised("second");
        untilQueued(2);
        slow.refund(List.of(charge));
        wire.answer();
        take(charge);
        now = List.of(waiting("api", 3, LONG));
        slow.limitsChanged();
        wire.answerAll();
        assertThat(result(second)).isEqualTo("second");
        assertThat(first).isNotDone();
        first.cancel(false);
    }

    @Test
    void changeThatCannotBeReadLosesNoCall() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(2, waiting("api", 1, LONG));
        revisions = call -> {
            if (call.charges().get(0).meter().maxCost() == 1 && revised.getAndIncrement() > 0) {
                throw new IllegalStateException("cannot be read");
            }
            return revise(call);
        };
        change(waiting("api", 10, LONG));
        revisions = this::revise;
        change(waiting("api", 10, LONG));
        calls.forEach(LimitScenario::result);
    }

    @Test
    void callThatLeftIsNotDecidedOnceMore() {
        HeldKvStore wire = new HeldKvStore(store);
        RateLimiter slow = limiter(wire);
        guard = new WaitingGuard(slow, time());
        Charge user = waiting("user", 1, LONG);
        Charge all = waiting("all", 1, LONG);
        take(user);
        take(all);
        now = List.of(user);
        var call = startRevised("call");
        wire.answerAll();
        now = List.of(all);
        slow.limitsChanged();
        call.cancel(false);
        now = List.of(waiting("all", 3, LONG));
        int before = wire.sent();
        wire.answerAll();
        assertThat(wire.sent() - before).isZero();
        assertThat(events).extracting(RateLimitEvent::outcome).containsOnly(RateLimitEvent.Outcome.ALLOWED);
    }

    @Test
    void changeOfAnotherLimitOfTheCallCounts() {
        Charge user = waiting("user", 1, LONG);
        Charge all = waiting("all", 1, LONG);
        take(user);
        now = List.of(user, all);
        var call = startRevised("both");
        untilQueued(1);
        change(user, waiting("all", 5, LONG));
        advance(WINDOW);
        assertThat(result(call)).isEqualTo("both");
        assertThat(remaining(now.get(1))).isEqualTo(4);
    }

    @Test
    void changeThatNobodyTellsIsFoundWhenACallIsDue() {
        List<CompletableFuture<@Nullable Object>> calls = waiting(3, waiting("api", 1, LONG));
        now = List.of(waiting("api", 10, LONG));
        advance(WINDOW);
        calls.forEach(LimitScenario::result);
    }

    @Test
    void changeCountsWhileTheStoreIsAskedForACallThatDoesNotWaitYet() {
        HeldKvStore wire = new HeldKvStore(store);
        RateLimiter slow = limiter(wire);
        guard = new WaitingGuard(slow, time());
        take(waiting("api", 1, LONG));
        now = List.of(waiting("api", 1, LONG));
        var call = startRevised("call");
        now = List.of(waiting("api", 3, LONG));
        slow.limitsChanged();
        wire.answerAll();
        assertThat(result(call)).isEqualTo("call");
    }

    @Test
    void changeCountsWhileTheStoreIsAskedForTheFirstThatWaits() {
        HeldKvStore wire = new HeldKvStore(store);
        RateLimiter slow = limiter(wire);
        guard = new WaitingGuard(slow, time());
        Charge charge = waiting("api", 1, LONG);
        take(charge);
        now = List.of(charge);
        var first = startRevised("first");
        wire.answerAll();
        var second = startRevised("second");
        slow.refund(List.of(charge));
        wire.answer();
        take(charge);
        now = List.of(waiting("api", 3, LONG));
        slow.limitsChanged();
        assertThat(first).isNotDone();
        wire.answerAll();
        assertThat(result(first)).isEqualTo("first");
        assertThat(result(second)).isEqualTo("second");
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void callThatIsCancelledWhileItIsDecidedAgainTakesNoPermit() {
        HeldKvStore wire = new HeldKvStore(store);
        RateLimiter slow = limiter(wire);
        guard = new WaitingGuard(slow, time());
        Charge charge = waiting("api", 1, LONG);
        take(charge);
        now = List.of(charge);
        var call = startRevised("call");
        wire.answerAll();
        now = List.of(charge("api", 2, LimitTerms.USUAL));
        slow.limitsChanged();
        call.cancel(false);
        wire.answerAll();
        assertThat(remaining(now.get(0))).isEqualTo(1);
        assertThat(ran).isEmpty();
    }

    @Test
    void orderHoldsInAnyInterleavingOfCallsAndChanges() {
        for (int seed = 0; seed < rounds(); seed++) {
            interleave(seed);
        }
    }

    private void interleave(int seed) {
        Random random = new Random(seed);
        String name = "api" + seed;
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        ran.clear();
        now = List.of(waiting(name, 3, LONG));
        for (int i = 0; i < 40; i++) {
            switch (random.nextInt(6)) {
                case 0 -> change(waiting(name, 1 + random.nextInt(5), Duration.ofMinutes(1 + random.nextInt(5))));
                case 1 -> advance(Duration.ofMillis(random.nextInt(4_000)));
                case 2 -> {
                    if (!calls.isEmpty()) {
                        calls.get(random.nextInt(calls.size())).cancel(false);
                    }
                }
                default -> calls.add(startRevised("" + calls.size()));
            }
            barrier();
        }
        change(waiting(name, 100, LONG));
        advance(Duration.ofMinutes(1));
        calls.forEach(call -> assertThat(call.handle((value, failure) -> true)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .isTrue());
        assertThat(ran.stream().map(Integer::valueOf).toList())
                .as("seed %s", seed)
                .isSorted();
    }

    private List<CompletableFuture<@Nullable Object>> waiting(int calls, Charge charge) {
        for (long i = 0; i < charge.meter().maxCost(); i++) {
            take(charge);
        }
        now = List.of(charge);
        List<CompletableFuture<@Nullable Object>> started = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            started.add(startRevised("call " + i));
            untilQueued(i + 1);
        }
        return started;
    }

    private void change(Charge... charges) {
        now = List.of(charges);
        limiter.limitsChanged();
        barrier();
    }

    private CompletableFuture<@Nullable Object> startRevised(String name) {
        return new StageDriver(Runnable::run).run(guard, revised(), args -> running(name));
    }

    private RateLimiter limiter(HeldKvStore wire) {
        KvListeners listeners = KvListeners.of(event -> events.add((RateLimitEvent) event));
        return new RateLimiter(wire, new InMemoryKvStore(time()), listeners);
    }

    private CompletableFuture<@Nullable Object> running(String name) {
        ran.add(name);
        return CompletableFuture.completedFuture(name);
    }

    private RateLimitCall revised() {
        return new RateLimitCall(now, OnStoreFailure.CLOSED, null, call -> revisions.revise(call));
    }

    private @Nullable RateLimitCall revise(RateLimitCall call) {
        List<Charge> known = now;
        if (known.isEmpty()) {
            return null;
        }
        return call.charges().equals(known) ? call : call.with(known);
    }
}
