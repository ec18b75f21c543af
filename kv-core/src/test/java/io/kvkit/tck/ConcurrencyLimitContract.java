package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.Acquired;
import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.ConcurrencyLimiter;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.ConcurrentCall;
import io.kvkit.recipe.ratelimit.ConcurrentCall.Place;
import io.kvkit.recipe.ratelimit.LimitTerms;
import io.kvkit.recipe.ratelimit.LimitWait;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.Permit;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.recipe.ratelimit.RateLimiterSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How many calls run at the same time, of two applications on one store. */
public abstract class ConcurrencyLimitContract extends RecipeContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Key key = newKey("ratelimit");
    private final List<RateLimitEvent> events = new CopyOnWriteArrayList<>();
    private final List<RateLimitResult> shown = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Object>> gates = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();

    private RateLimiter rates;
    private ConcurrencyLimiter mine;
    private ConcurrencyLimiter theirs;

    @BeforeEach
    void build() {
        KvListeners listeners = KvListeners.of(event -> events.add((RateLimitEvent) event));
        rates = new RateLimiter(store, null, RateLimiterSettings.DEFAULT.withTimeout(PATIENCE), KvListeners.NONE);
        mine = new ConcurrencyLimiter(store, new InMemoryKvStore(time), time, listeners);
        theirs = new ConcurrencyLimiter(store, null, time, KvListeners.NONE);
    }

    @AfterEach
    void openGates() {
        gates.forEach(gate -> gate.complete("ended"));
    }

    private Place place(int limit) {
        return place("reports", key, limit);
    }

    private static Place place(String name, Key key, int limit) {
        return new Place(new ConcurrencySettings(name, limit, LEASE, OnStoreFailure.CLOSED), key);
    }

    private static Place with(OnStoreFailure policy, Place place) {
        ConcurrencySettings settings = place.settings();
        return new Place(
                new ConcurrencySettings(settings.name(), settings.limit(), settings.lease(), policy), place.key());
    }

    private CompletableFuture<@Nullable Object> call(ConcurrencyLimiter of, OnStoreFailure policy, Place... places) {
        List<Place> all = Stream.of(places).map(place -> with(policy, place)).toList();
        return call(of, new ConcurrentCall<>(all, null, shown::add));
    }

    private CompletableFuture<@Nullable Object> call(ConcurrencyLimiter of, ConcurrentCall<RateLimitCall> call) {
        return start(of.guard(rates.guard()), call, this::running);
    }

    private CompletionStage<Object> running() {
        CompletableFuture<Object> gate = new CompletableFuture<>();
        gates.add(gate);
        begun.incrementAndGet();
        return gate;
    }

    /** Starts a call and waits until it runs. */
    private CompletableFuture<Object> running(ConcurrencyLimiter of, OnStoreFailure policy, Place... places) {
        int before = begun.get();
        call(of, policy, places);
        Eventually.until(() -> begun.get() > before);
        return gates.get(before);
    }

    private CompletableFuture<Object> running(int limit) {
        return running(mine, OnStoreFailure.CLOSED, place(limit));
    }

    private boolean isFree(ConcurrencyLimiter of, int limit) {
        return result(of.peek(place(limit)).toCompletableFuture()).allowed();
    }

    private long left(int limit) {
        return result(mine.peek(place(limit)).toCompletableFuture()).remaining();
    }

    // The release is sent when the call has ended, on its thread.
    private void waitUntilFree(int limit) {
        Eventually.until(() -> isFree(theirs, limit));
    }

    private RateLimitExceededException refused(CompletableFuture<?> call) {
        Throwable failure = failure(call);
        assertThat(failure).isInstanceOf(RateLimitExceededException.class);
        return (RateLimitExceededException) failure;
    }

    @Test
    void soManyCallsRunAtTheSameTime() {
        CompletableFuture<Object> first = running(2);
        running(2);
        for (ConcurrencyLimiter limiter : List.of(mine, theirs)) {
            RateLimitExceededException refusal = refused(call(limiter, OnStoreFailure.CLOSED, place(2)));
            assertThat(refusal).hasMessage("The limit reports is used up: 2 calls are running");
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            assertThat(refusal.result().violated())
                    .containsExactly(new Policy("reports", 0, null, 2, 0, Duration.ZERO, true));
        }
        assertThat(begun).hasValue(2);
        first.complete("ended");
        waitUntilFree(2);
        running(theirs, OnStoreFailure.CLOSED, place(2));
        assertThat(isFree(mine, 2)).isFalse();
        running(mine, OnStoreFailure.CLOSED, place("reports", newKey("ratelimit"), 1));
    }

    @Test
    void everyDecisionIsToldAndShown() {
        running(1);
        refused(call(mine, OnStoreFailure.CLOSED, place(1)));
        assertThat(events).extracting(RateLimitEvent::outcome).containsExactly(Outcome.ALLOWED, Outcome.REFUSED);
        assertThat(events).extracting(RateLimitEvent::name).containsOnly("reports");
        assertThat(shown).extracting(RateLimitResult::allowed).containsExactly(true, false);
        assertThat(shown).extracting(RateLimitResult::remaining).containsExactly(0L, 0L);
        assertThat(shown).extracting(RateLimitResult::limit).containsOnly(1L);
    }

    @Test
    void callThatFailsFreesItsPermit() {
        IllegalStateException failure = new IllegalStateException("no paper");
        CompletableFuture<@Nullable Object> call = call(mine, OnStoreFailure.CLOSED, place(1));
        Eventually.until(() -> begun.get() == 1);
        gates.get(0).completeExceptionally(failure);
        assertThat(failure(call)).isSameAs(failure);
        waitUntilFree(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void callThatNeverBeganFreesItsPermit() {
        CallGuard<ConcurrentCall<RateLimitCall>> guard = mine.guard(rates.guard());
        var call = new ConcurrentCall<RateLimitCall>(List.of(place(1)), null, null);
        Decision now = guard.decideNow(call);
        Decision decision = now == null ? result(guard.decide(call).toCompletableFuture()) : now;
        assertThat(isFree(theirs, 1)).isFalse();
        guard.abandoned(((Decision.Proceed) decision).ticket(), new CancellationException("gone"));
        assertThat(isFree(theirs, 1)).isTrue();
    }

    @Test
    void ofManyCallsAtOnceAsManyRunAsMayRun() {
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            calls.add(call(i % 2 == 0 ? mine : theirs, OnStoreFailure.CLOSED, place(5)));
        }
        Eventually.until(() -> calls.stream().filter(CompletableFuture::isDone).count() == 19);
        Eventually.until(() -> begun.get() == 5);
        assertThat(left(5)).isZero();
        openGates();
        Eventually.until(() -> left(5) == 5);
        assertThat(begun).hasValue(5);
    }

    @Nested
    class Leases {

        @Test
        void permitIsRenewedWhileItsCallRuns() {
            CompletableFuture<Object> slow = running(1);
            pass(LEASE.multipliedBy(10));
            assertThat(isFree(theirs, 1)).isFalse();
            slow.complete("ended");
            waitUntilFree(1);
            assertThat(events).extracting(RateLimitEvent::outcome).containsExactly(Outcome.ALLOWED);
        }

        @Test
        void permitOfAProcessThatDiedIsFreeAfterItsLease() {
            VirtualTime stopped = new VirtualTime();
            ConcurrencyLimiter dead = new ConcurrencyLimiter(store, null, stopped, KvListeners.NONE);
            assertThat(result(dead.tryAcquire(place(1)).toCompletableFuture()).permit())
                    .isNotNull();
            pass(LEASE.minusSeconds(1));
            assertThat(isFree(theirs, 1)).isFalse();
            RateLimitExceededException refusal = refused(call(mine, OnStoreFailure.CLOSED, place(1)));
            assertThat(refusal.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(1));
            pass(Duration.ofSeconds(1));
            running(1);
        }

        @Test
        void lostPermitIsToldAndItsCallGoesOn() {
            CompletableFuture<@Nullable Object> call = call(mine, OnStoreFailure.CLOSED, place(1));
            Eventually.until(() -> begun.get() == 1);
            store.fail("permits", Fault.REQUEST_LOST);
            pass(LEASE);
            store.heal();
            assertThat(events).extracting(RateLimitEvent::outcome).containsExactly(Outcome.ALLOWED, Outcome.LOST);
            running(theirs, OnStoreFailure.CLOSED, place(1));
            gates.get(0).complete("late");
            assertThat(result(call)).isEqualTo("late");
            settle();
            assertThat(isFree(mine, 1)).isFalse();
        }

        @Test
        void permitInCodeIsHeldUntilItIsClosedOrLost() {
            Permit permit = permit(result(mine.tryAcquire(place(1)).toCompletableFuture()));
            assertThat(permit.isHeld()).isTrue();
            permit.close();
            permit.close();
            assertThat(permit.isHeld()).isFalse();
            assertThat(permit.lost().toCompletableFuture()).isNotDone();
            Permit next = permit(result(mine.tryAcquire(place(1)).toCompletableFuture()));
            store.fail("permits", Fault.REQUEST_LOST);
            pass(LEASE);
            assertThat(next.isHeld()).isFalse();
            assertThat(next.lost().toCompletableFuture()).isDone();
            store.heal();
            assertThat(isFree(theirs, 1)).isTrue();
        }

        private static Permit permit(Acquired acquired) {
            Permit permit = acquired.permit();
            assertThat(permit).isNotNull();
            return permit;
        }

        @Test
        void settingsHaveBounds() {
            for (int limit : new int[] {0, -1, 1_001}) {
                assertThatIllegalArgumentException().isThrownBy(() -> place(limit));
            }
            for (Duration lease :
                    List.of(Duration.ofMillis(99), Duration.ofHours(1).plusMillis(1))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new ConcurrencySettings("a", 1, lease, OnStoreFailure.OPEN));
            }
        }
    }

    @Nested
    class WithOtherLimits {

        private final Key other = newKey("ratelimit");

        @Test
        void callThatWaitsForARateHoldsNoPermitMeanwhile() {
            LimitTerms waiting = LimitTerms.USUAL.with(new LimitWait(Duration.ofHours(2), 10));
            Charge charge = new Charge(
                    "rate", other, Meter.of(Band.of(Algorithm.FIXED_WINDOW, 1, Duration.ofHours(1))), 1, waiting);
            CallGuard<ConcurrentCall<RateLimitCall>> guard = mine.guard(rates.guard(time));
            ConcurrentCall<RateLimitCall> call =
                    new ConcurrentCall<>(List.of(place(1)), RateLimitCall.of(charge, OnStoreFailure.CLOSED), null);
            result(start(guard, call, () -> CompletableFuture.completedFuture("first")));
            waitUntilFree(1);
            int before = begun.get();
            CompletableFuture<@Nullable Object> waits = start(guard, call, ConcurrencyLimitContract.this::running);
            Eventually.until(() -> time.pending() > 0);
            waitUntilFree(1);
            assertThat(waits).isNotDone();
            Eventually.until(() -> {
                time.advance(Duration.ofMinutes(1));
                return begun.get() > before;
            });
            gates.get(before).complete("second");
            assertThat(result(waits)).isEqualTo("second");
            waitUntilFree(1);
        }

        @Test
        void permitIsReleasedIfAnotherPermitIsRefused() {
            Place all = place("all", other, 1);
            CompletableFuture<Object> first = running(mine, OnStoreFailure.CLOSED, all);
            assertThat(refused(call(mine, OnStoreFailure.CLOSED, place(1), all))
                            .result()
                            .violated())
                    .extracting(Policy::name)
                    .containsExactly("all");
            assertThat(isFree(theirs, 1)).isTrue();
            first.complete("ended");
            Eventually.until(
                    () -> result(theirs.peek(all).toCompletableFuture()).allowed());
            running(mine, OnStoreFailure.CLOSED, place(1), all);
            assertThat(isFree(theirs, 1)).isFalse();
            openGates();
            waitUntilFree(1);
        }

        @Test
        void permitIsReleasedIfARateLimitRefuses() {
            Charge charge =
                    new Charge("rate", other, Meter.of(Band.of(Algorithm.FIXED_WINDOW, 1, Duration.ofHours(1))), 1);
            RateLimitCall rate = RateLimitCall.of(charge, OnStoreFailure.CLOSED);
            var limited = new ConcurrentCall<>(List.of(place(1)), rate, null);
            call(mine, limited);
            Eventually.until(() -> begun.get() == 1);
            assertThat(refused(call(mine, limited)).result().violated())
                    .extracting(Policy::name)
                    .containsExactly("reports");
            openGates();
            waitUntilFree(1);
            assertThat(refused(call(mine, limited)).result().violated())
                    .extracting(Policy::name)
                    .containsExactly("rate");
            assertThat(isFree(theirs, 1)).isTrue();
            assertThat(time.pending()).isZero();
        }

        @Test
        void permitIsReleasedIfARateLimitFails() {
            Charge charge =
                    new Charge("rate", other, Meter.of(Band.of(Algorithm.FIXED_WINDOW, 1, Duration.ofHours(1))), 1);
            RateLimitCall rate = RateLimitCall.of(charge, OnStoreFailure.CLOSED);
            store.fail("meter", Fault.REQUEST_LOST);
            var limited = new ConcurrentCall<>(List.of(place(1)), rate, null);
            assertThat(failure(call(mine, limited))).isInstanceOf(KvException.class);
            assertThat(isFree(theirs, 1)).isTrue();
        }
    }

    @Nested
    class WhenTheStoreFails {

        @Test
        void closedFails() {
            store.fail("permits", Fault.REQUEST_LOST);
            assertThat(failure(call(mine, OnStoreFailure.CLOSED, place(1)))).isInstanceOf(KvException.class);
            assertThat(begun).hasValue(0);
        }

        @Test
        void openPasses() {
            store.fail("permits", Fault.REQUEST_LOST);
            running(mine, OnStoreFailure.OPEN, place(1));
            running(mine, OnStoreFailure.OPEN, place(1)).complete("ended");
            assertThat(events).extracting(RateLimitEvent::decidedBy).containsOnly(DecidedBy.NOBODY);
            assertThat(time.pending()).isZero();
        }

        @Test
        void localLimitsAlone() {
            store.fail("permits", Fault.REQUEST_LOST);
            CompletableFuture<Object> first = running(mine, OnStoreFailure.LOCAL, place(1));
            RateLimitExceededException refusal = refused(call(mine, OnStoreFailure.LOCAL, place(1)));
            assertThat(refusal.result().decidedBy()).isEqualTo(DecidedBy.LOCAL);
            pass(LEASE.multipliedBy(2));
            refused(call(mine, OnStoreFailure.LOCAL, place(1)));
            first.complete("ended");
            Eventually.until(() -> time.pending() == 0);
            running(mine, OnStoreFailure.LOCAL, place(1));
            store.heal();
            assertThat(isFree(theirs, 1)).isTrue();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> theirs.tryAcquire(with(OnStoreFailure.LOCAL, place(1))));
        }

        @Test
        void lostReplyTakesOnePermit() {
            store.failNext(1, "permits", Fault.REPLY_LOST);
            CompletableFuture<Object> call = running(3);
            assertThat(left(3)).isEqualTo(2);
            call.complete("ended");
            Eventually.until(() -> left(3) == 3);
        }

        @Test
        void permitOfUnknownOutcomeIsReleasedInTheBackground() {
            store.failNext(2, "permits", Fault.REPLY_LOST);
            running(mine, OnStoreFailure.OPEN, place(1)).complete("ended");
            waitUntilFree(1);
            pass(Duration.ofMinutes(2));
            assertThat(isFree(theirs, 1)).isTrue();
        }

        @Test
        void releaseThatFailsIsRepeated() {
            CompletableFuture<Object> call = running(1);
            store.failNext(1, "permits", Fault.REQUEST_LOST);
            call.complete("ended");
            // The next attempt, and the end of the attempts.
            Eventually.until(() -> store.count("permits") >= 2 && time.pending() == 2);
            assertThat(isFree(theirs, 1)).isFalse();
            pass(Duration.ofSeconds(1));
            assertThat(isFree(theirs, 1)).isTrue();
        }
    }

    @Test
    void callTakesTwoStepsAndARefusalOne() {
        CompletableFuture<Object> call = running(1);
        refused(call(mine, OnStoreFailure.CLOSED, place(1)));
        assertThat(store.count("permits")).isEqualTo(2);
        call.complete("ended");
        Eventually.until(() -> store.count("permits") == 3);
    }
}
