package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recipe on a store that answers at once; {@link RateLimiterAsyncTest} is the same on one that does not. */
class RateLimiterTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Namespace KEYS = Namespace.of("test", "ratelimit", "calls", Key.Retention.KEPT);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final List<KvEvent> events = new CopyOnWriteArrayList<>();
    private final RateLimiter limiter =
            new RateLimiter(shape(store), new InMemoryKvStore(time), KvListeners.of(events::add));

    /** How the limiter sees the store. */
    KvStore shape(KvStore whole) {
        return whole;
    }

    @Test
    void callsPassUntilTheLimitIsUsedUpAndAgainAfterTheWait() {
        Charge charge = charge("quotes", "a", 5);
        for (int left = 4; left >= 0; left--) {
            assertThat(take(charge))
                    .extracting(RateLimitResult::allowed, RateLimitResult::remaining, RateLimitResult::limit)
                    .containsExactly(true, (long) left, 5L);
        }
        RateLimitResult refused = take(charge);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(take(charge("quotes", "b", 5)).allowed()).isTrue();
        time.advance(Duration.ofSeconds(2));
        assertThat(take(charge).allowed()).isTrue();
    }

    @Test
    void everyBandIsReportedWithItsName() {
        Band second = Band.of(Algorithm.TOKEN_BUCKET, 2, Duration.ofSeconds(1));
        Band day = Band.of(Algorithm.FIXED_WINDOW, 100, Duration.ofDays(1));
        Charge charge = new Charge("api", KEYS.key("a"), Meter.of(second, day), 2);
        take(charge);
        RateLimitResult refused = take(charge);
        assertThat(refused.policies()).extracting(Policy::name).containsExactly("api:1", "api:2");
        assertThat(refused.policies()).extracting(Policy::remaining).containsExactly(0L, 98L);
        assertThat(refused.violated()).extracting(Policy::band).containsExactly(second);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(refused.limit()).isEqualTo(2);
    }

    @Test
    void costAboveTheLimitHasNoRetryAfter() {
        RateLimitResult refused = take(new Charge("api", KEYS.key("a"), meter(5), 6));
        assertThat(refused.retryAfter()).isNull();
        assertThat(new RateLimitExceededException(refused))
                .hasMessage("The call costs more than the limit api can ever grant");
    }

    @Test
    void costOfZeroPassesAndChargesNothing() {
        Charge free = new Charge("api", KEYS.key("apia"), meter(1), 0);
        take(charge("api", "a", 1));
        assertThat(take(free).allowed()).isTrue();
        assertThat(take(free).remaining()).isZero();
        await(limiter.refund(List.of(free)));
        assertThat(take(charge("api", "a", 1)).allowed()).isFalse();
    }

    @Test
    void peekChangesNothingAndRefundGivesBack() {
        Charge charge = charge("api", "a", 2);
        assertThat(await(limiter.peek(List.of(charge))).remaining()).isEqualTo(2);
        take(charge);
        take(charge);
        RateLimitResult peeked = await(limiter.peek(List.of(charge)));
        assertThat(peeked.allowed()).isFalse();
        assertThat(peeked.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        await(limiter.refund(List.of(charge)));
        assertThat(await(limiter.peek(List.of(charge))).remaining()).isEqualTo(1);
    }

    @Nested
    class SeveralKeys {

        private final Charge user = charge("user", "u", 3);
        private final Charge tenant = charge("tenant", "t", 1);

        @ParameterizedTest
        @EnumSource(Algorithm.class)
        void whatIsGivenBackIsReportedAsItIsThen(Algorithm algorithm) {
            Charge unused = new Charge("unused", KEYS.key("n"), meter(algorithm), 2);
            Charge used = new Charge("used", KEYS.key("s"), meter(algorithm), 2);
            take(used);
            take(tenant);
            RateLimitResult refused = take(unused, used, tenant);
            assertThat(refused.allowed()).isFalse();
            List<Policy> present =
                    await(limiter.peek(List.of(unused, used, tenant))).policies();
            assertThat(refused.policies())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("violated")
                    .containsExactlyElementsOf(present);
            assertThat(present.get(0).reset()).isZero();
        }

        private static Meter meter(Algorithm algorithm) {
            return Meter.of(
                    algorithm == Algorithm.CALENDAR_WINDOW
                            ? Band.calendar(7, new CalendarWindow(Unit.DAY, ZoneOffset.UTC))
                            : Band.of(algorithm, 7, WINDOW));
        }

        @Test
        void chargeWithoutCostIsNotPassedAtOnce() {
            assertThat(limiter.passage(new Charge("user", user.key(), user.meter(), 0))
                            .isOpen())
                    .isFalse();
        }

        @Test
        void areAllCharged() {
            RateLimitResult result = take(user, tenant);
            assertThat(result.allowed()).isTrue();
            assertThat(result.remaining()).isZero();
            assertThat(result.limit()).isEqualTo(1);
            assertThat(remaining(user)).isEqualTo(2);
        }

        @Test
        void areGivenBackWhenOneRefuses() {
            take(tenant);
            RateLimitResult refused = take(user, tenant);
            assertThat(refused.allowed()).isFalse();
            assertThat(refused.violated()).extracting(Policy::name).containsExactly("tenant");
            assertThat(refused.policies()).extracting(Policy::remaining).containsExactly(3L, 0L);
            assertThat(remaining(user)).isEqualTo(3);
        }

        @Test
        void lookingIsNotGivenBackWhenAnotherRefuses() {
            take(tenant);
            Charge look = new Charge("user", user.key(), user.meter(), 0);
            assertThat(take(look, tenant).allowed()).isFalse();
            assertThat(remaining(user)).isEqualTo(3);
        }

        @Test
        void thatHaveEquallyMuchLeftReportTheFirst() {
            Charge wide = charge("wide", "w", 5);
            take(wide);
            take(wide);
            take(wide);
            assertThat(take(user, wide).limit()).isEqualTo(5);
            Charge same = charge("same", "s", 2);
            assertThat(take(charge("first", "f", 2), same).policies()).hasSize(2);
        }

        @Test
        void waitAsLongAsTheSlowestOfThem() {
            take(tenant);
            take(user);
            take(user);
            take(user);
            assertThat(take(user, tenant).retryAfter()).isEqualTo(WINDOW);
        }

        @Test
        void mustDiffer() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> take(user, user))
                    .withMessageContaining("user");
        }

        @Test
        void refusalCountsEvenIfTheStoreFailedForAnother() {
            take(tenant);
            store.failNext(1, "bucket", Fault.REQUEST_LOST);
            RateLimitResult refused = take(OnStoreFailure.OPEN, user, tenant);
            assertThat(refused.allowed()).isFalse();
            assertThat(refused.decidedBy()).isEqualTo(DecidedBy.STORE);
        }
    }

    @Nested
    class WhenTheStoreFails {

        private final Charge charge = charge("api", "a", 2);

        @Test
        void openPassesAndCountsNothing() {
            store.fail("bucket", Fault.REQUEST_LOST);
            for (int i = 0; i < 5; i++) {
                RateLimitResult result = take(OnStoreFailure.OPEN, charge);
                assertThat(result.allowed()).isTrue();
                assertThat(result.decidedBy()).isEqualTo(DecidedBy.NOBODY);
            }
            store.heal();
            assertThat(remaining(charge)).isEqualTo(2);
        }

        @Test
        void closedFailsWithTheErrorOfTheStore() {
            store.fail("bucket", Fault.REQUEST_LOST);
            assertThatThrownBy(() -> take(OnStoreFailure.CLOSED, charge))
                    .isInstanceOfSatisfying(
                            KvException.class, e -> assertThat(e.kind()).isEqualTo(KvException.Kind.TRANSIENT));
        }

        @Test
        void localLimitsAloneUntilTheStoreIsBack() {
            store.fail("bucket", Fault.REQUEST_LOST);
            assertThat(take(OnStoreFailure.LOCAL, charge).decidedBy()).isEqualTo(DecidedBy.LOCAL);
            assertThat(take(OnStoreFailure.LOCAL, charge).allowed()).isTrue();
            RateLimitResult refused = take(OnStoreFailure.LOCAL, charge);
            assertThat(refused.allowed()).isFalse();
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(5));
            store.heal();
            assertThat(take(OnStoreFailure.LOCAL, charge).decidedBy()).isEqualTo(DecidedBy.STORE);
        }

        @Test
        void resetForgetsWhatWasCountedAloneToo() {
            store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
            take(OnStoreFailure.LOCAL, charge);
            take(OnStoreFailure.LOCAL, charge);
            assertThat(take(OnStoreFailure.LOCAL, charge).allowed()).isFalse();
            assertThatThrownBy(() -> await(limiter.reset(charge.key()))).isInstanceOf(KvException.class);
            RateLimitResult next = take(OnStoreFailure.LOCAL, charge);
            assertThat(next.decidedBy()).isEqualTo(DecidedBy.LOCAL);
            assertThat(next.remaining()).isOne();
        }

        @Test
        void localRefusalGivesBackWhatTheStoreHadGranted() {
            Charge other = charge("other", "o", 1);
            store.failNext(1, "bucket", Fault.REQUEST_LOST);
            assertThat(take(OnStoreFailure.LOCAL, charge, other).allowed()).isTrue();
            assertThat(remaining(other)).isZero();
            time.advance(WINDOW.minusSeconds(1));
            await(limiter.refund(List.of(other)));
            store.failNext(1, "bucket", Fault.REQUEST_LOST);
            assertThat(take(OnStoreFailure.LOCAL, charge, other).allowed()).isFalse();
            assertThat(remaining(other)).isEqualTo(1);
        }

        @Test
        void localRefusalGivesBackWhatWasChargedAlone() {
            Charge scarce = charge("scarce", "s", 1);
            store.fail("bucket", Fault.REQUEST_LOST);
            assertThat(take(OnStoreFailure.LOCAL, scarce).allowed()).isTrue();
            assertThat(take(OnStoreFailure.LOCAL, charge, scarce).allowed()).isFalse();
            RateLimitResult last = take(OnStoreFailure.LOCAL, charge);
            assertThat(last.remaining()).isEqualTo(last.limit() - 1);
        }

        @Test
        void closedFailureGivesBackWhatTheStoreHadGranted() {
            Charge other = charge("other", "o", 1);
            store.failNext(1, "bucket", Fault.REQUEST_LOST);
            assertThatThrownBy(() -> take(OnStoreFailure.CLOSED, charge, other)).isInstanceOf(KvException.class);
            assertThat(remaining(other)).isEqualTo(1);
        }

        @Test
        void foreignRecordFollowsThePolicyToo() {
            await(store.set(charge.key(), new byte[] {1}, Ttl.NONE));
            assertThat(take(OnStoreFailure.LOCAL, charge).decidedBy()).isEqualTo(DecidedBy.LOCAL);
            assertThatThrownBy(() -> take(OnStoreFailure.CLOSED, charge))
                    .isInstanceOf(KvException.class)
                    .hasMessageContaining("not a limit's record");
            assertThat(await(store.get(charge.key()))).containsExactly(1);
        }

        @Test
        void peekAndRefundFailWithTheErrorOfTheStore() {
            store.fail("meter", Fault.REQUEST_LOST);
            assertThatThrownBy(() -> await(limiter.peek(List.of(charge)))).isInstanceOf(KvException.class);
            assertThatThrownBy(() -> await(limiter.refund(List.of(charge)))).isInstanceOf(KvException.class);
        }

        @Test
        void localNeedsAStoreThatNeedsNoIo() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RateLimiter(store, remote(store), KvListeners.NONE));
            RateLimiter alone = new RateLimiter(remote(store), KvListeners.NONE);
            RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.LOCAL);
            assertThatIllegalArgumentException().isThrownBy(() -> alone.take(call));
            assertThatIllegalArgumentException().isThrownBy(() -> alone.takeNow(call));
        }

        @Test
        void costsAreFromZeroToTheLargestLimit() {
            Meter meter = meter(1);
            assertThat(new Charge("c", KEYS.key("c"), meter, Band.MAX_LIMIT).cost())
                    .isEqualTo(Band.MAX_LIMIT);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Charge("c", KEYS.key("c"), meter, Band.MAX_LIMIT + 1));
            assertThatIllegalArgumentException().isThrownBy(() -> new Charge("c", KEYS.key("c"), meter, -1));
        }
    }

    @Test
    void chargeThatPassesAtOnceHasTheResultOfATake() {
        Band second = Band.of(Algorithm.TOKEN_BUCKET, 5, Duration.ofSeconds(1));
        Band day = Band.of(Algorithm.FIXED_WINDOW, 100, Duration.ofDays(1));
        for (Meter meter : List.of(meter(5), Meter.of(day), Meter.of(second, day))) {
            Key key = KEYS.key("p" + meter.bands());
            Passage passage = limiter.passage(new Charge("api", key, meter, 2));
            if (!passage.isOpen()) {
                assertThat(limiter.isImmediate()).isFalse();
                return;
            }
            RateLimitResult passed = passage.pass();
            await(limiter.reset(key));
            RateLimitResult taken = take(new Charge("api", key, meter, 2));
            assertThat(passed).isEqualTo(taken).hasSameHashCodeAs(taken).hasToString(taken.toString());
            assertThat(limiter.passage(new Charge("api", key, meter, 99)).pass())
                    .isNull();
            assertThat(remaining(new Charge("api", key, meter, 1))).isEqualTo(taken.remaining());
        }
        assertThat(events).hasSize(8);
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        assertThat(limiter.passage(charge("api", "a", 5)).pass()).isNull();
    }

    @Nested
    class Guard {

        private final AtomicInteger runs = new AtomicInteger();
        private final RateLimitCall call = RateLimitCall.of(charge("api", "a", 1), OnStoreFailure.CLOSED);

        @Test
        void letsPassAndRejectsInEveryStyle() {
            for (CallStyle style : List.of(CallStyle.PLAIN, CallStyle.STAGE)) {
                assertThat(run(style)).isEqualTo("ran");
                assertThatThrownBy(() -> run(style)).isInstanceOfSatisfying(RateLimitExceededException.class, e -> {
                    assertThat(e.code()).isEqualTo("quota-exceeded");
                    assertThat(e.retryAfter()).isEqualTo(WINDOW);
                    assertThat(e.result().violated()).hasSize(1);
                    assertThat(e).hasMessage("The limit api is used up; it admits this call in 10000 ms");
                });
                time.advance(WINDOW);
            }
            assertThat(runs).hasValue(2);
            RateLimitEvent allowed = new RateLimitEvent(KEYS, "api", Outcome.ALLOWED, DecidedBy.STORE);
            RateLimitEvent refused = new RateLimitEvent(KEYS, "api", Outcome.REFUSED, DecidedBy.STORE);
            assertThat(events).containsExactly(allowed, refused, allowed, refused);
        }

        @Test
        void tellsWhoeverShowsThemOfDecisionsAndGoesOnIfThatFails() {
            List<RateLimitResult> shown = new ArrayList<>();
            CallGuard<RateLimitCall> guard = limiter.guard();
            RateLimitCall page = new RateLimitCall(call.charges(), call.onStoreFailure(), result -> {
                shown.add(result);
                throw new IllegalStateException("page");
            });
            assertThat(guard.decideNow(page) == null ? await(guard.decide(page)) : Decision.Proceed.FREELY)
                    .isEqualTo(Decision.Proceed.FREELY);
            assertThat(shown).extracting(RateLimitResult::allowed).containsExactly(true);
        }

        @Test
        void rejectsWithTheErrorOfTheStoreWhenClosed() {
            store.fail("bucket", Fault.REQUEST_LOST);
            assertThatThrownBy(() -> run(CallStyle.PLAIN)).isInstanceOf(KvException.class);
            assertThatThrownBy(() -> run(CallStyle.STAGE)).isInstanceOf(KvException.class);
            assertThat(runs).hasValue(0);
        }

        private @Nullable Object run(CallStyle style) {
            return await(style.start(limiter.guard(), call, () -> {
                runs.incrementAndGet();
                return CompletableFuture.completedFuture("ran");
            }));
        }
    }

    private RateLimitResult take(Charge... charges) {
        return take(OnStoreFailure.CLOSED, charges);
    }

    private RateLimitResult take(OnStoreFailure onStoreFailure, Charge... charges) {
        RateLimitCall call = new RateLimitCall(List.of(charges), onStoreFailure);
        RateLimitResult now = limiter.takeNow(call);
        return now == null ? await(limiter.take(call)) : now;
    }

    private long remaining(Charge charge) {
        return await(limiter.peek(List.of(charge))).remaining();
    }

    private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return Failures.join(stage);
    }

    private static Charge charge(String name, String id, long limit) {
        return new Charge(name, KEYS.key(name + id), meter(limit), 1);
    }

    private static Meter meter(long limit) {
        return Meter.of(Band.of(Algorithm.TOKEN_BUCKET, limit, WINDOW));
    }

    /** A store that never answers without a stage, as one with I/O. */
    static ForwardingKvStore remote(KvStore store) {
        return new ForwardingKvStore(store) {
            @Override
            public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
                return null;
            }

            @Override
            public Set<Capability> capabilities() {
                return Set.of();
            }
        };
    }
}
