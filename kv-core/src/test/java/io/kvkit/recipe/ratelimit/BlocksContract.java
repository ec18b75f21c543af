package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Permits that two JVMs take from one store ahead of their calls. */
abstract class BlocksContract {

    // A server's clock ends a window at any moment: the longer, the rarer.
    private static final Duration WINDOW = Duration.ofDays(1_000);
    private static final int SEEDS = Integer.getInteger("kvkit.block.seeds", 3);

    @SuppressWarnings("NullAway.Init")
    private StoreUnderTest target;

    @SuppressWarnings("NullAway.Init")
    private FaultyKvStore store;

    @SuppressWarnings("NullAway.Init")
    private RateLimiter here;

    @SuppressWarnings("NullAway.Init")
    private RateLimiter there;

    abstract StoreUnderTest open();

    @BeforeEach
    void openStore() {
        target = open();
        store = new FaultyKvStore(target.store());
        here = limiter(RateLimiterTest.remote(store));
        there = limiter(RateLimiterTest.remote(store));
    }

    @AfterEach
    void closeStore() {
        store.heal();
        target.close();
    }

    @Test
    void hotKeyCostsOneCommandForEachBlock() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 1_000, 50);
        for (int i = 1; i <= 200; i++) {
            RateLimitResult result = take(here, charge);
            assertThat(result.allowed()).isTrue();
            assertThat(result.remaining()).isEqualTo(1_000 - i);
            assertThat(result.decidedBy()).isEqualTo(DecidedBy.STORE);
        }
        assertThat(asked()).isEqualTo(4);
    }

    @Test
    void callByABlockNeedsNoIo() {
        Charge charge = charge(Algorithm.TOKEN_BUCKET, 10, 3);
        RateLimitCall call = call(charge);
        assertThat(here.takeNow(call)).isNull();
        take(here, charge);
        assertThat(Objects.requireNonNull(here.takeNow(call)).remaining()).isEqualTo(8);
        assertThat(Objects.requireNonNull(here.takeNow(call)).remaining()).isEqualTo(7);
        assertThat(here.takeNow(call)).isNull();
    }

    @Test
    void theLastPermitsAreABlockTooAndThenCallsAreRefused() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 7, 5);
        for (int i = 0; i < 7; i++) {
            assertThat(take(here, charge).allowed()).isTrue();
        }
        assertThat(asked()).isEqualTo(2);
        RateLimitResult refused = take(here, charge);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isPositive();
        assertThat(refused.violated()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void twoJvmsPassTheLimitAndNoMore(Algorithm algorithm) {
        Charge charge = charge(algorithm, 100, 30);
        int passed = passes(here, charge, 10) + passes(there, charge, 200) + passes(here, charge, 200);
        assertThat(passed).isEqualTo(100);
    }

    @Test
    void restIsGivenBackWhenItsTimeIsOver() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 100, 50);
        passes(here, charge, 10);
        assertThat(peek(charge)).isEqualTo(50);
        target.advance(Duration.ofSeconds(1));
        assertThat(peek(charge)).isEqualTo(90);
        assertThat(passes(there, charge, 200)).isEqualTo(90);
        assertThat(target.time().pending()).isLessThanOrEqualTo(1);
        target.advance(Duration.ofSeconds(2));
        assertThat(target.time().pending()).isZero();
    }

    @Test
    void blockServesNoCallAfterItsTime() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 100, 50);
        passes(here, charge, 1);
        target.advance(Duration.ofMillis(999));
        passes(here, charge, 1);
        assertThat(asked()).isEqualTo(1);
        target.advance(Duration.ofMillis(1));
        passes(here, charge, 1);
        assertThat(asked()).isEqualTo(3);
        assertThat(peek(charge)).isEqualTo(100 - 2 - 50);
    }

    @Test
    void blockDiesWithItsWindowAndIsNotGivenBackToTheNext() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 100, 50);
        RateLimitResult first = take(here, charge);
        Duration left = first.policies().get(0).reset();
        target.advance(Duration.ofSeconds(1));
        target.advance(left.minusMillis(1_500));
        passes(here, charge, 1);
        target.advance(Duration.ofMillis(499));
        assertThat(passes(here, charge, 1)).isEqualTo(1);
        int asked = asked();
        target.advance(Duration.ofMillis(1));
        passes(here, charge, 1);
        assertThat(asked()).isEqualTo(asked + 1);
        passes(there, charge, 20);
        target.advance(Duration.ofSeconds(2));
        assertThat(peek(charge)).isEqualTo(100 - 21);
    }

    @Test
    void otherCostsAndLimitsFindWhatTheBlockHeld() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 10, 10);
        take(here, charge);
        Charge large = new Charge(charge.name(), charge.key(), charge.meter(), 9, charge.terms());
        assertThat(take(here, large).allowed()).isTrue();
        Charge raised = charge.with(Meter.of(Band.of(Algorithm.FIXED_WINDOW, 30, WINDOW)));
        assertThat(passes(here, raised, 100)).isEqualTo(20);
    }

    @Test
    void callOfSeveralLimitsTakesNoBlock() {
        Charge user = charge(Algorithm.FIXED_WINDOW, 100, 50);
        Charge tenant = new Charge("tenant", keys().key("tenant"), user.meter(), 1, user.terms());
        take(here, user, tenant);
        assertThat(peek(user)).isEqualTo(99);
        assertThat(peek(tenant)).isEqualTo(99);
        take(here, user);
        take(here, user, tenant);
        assertThat(peek(user)).isEqualTo(97);
        assertThat(peek(tenant)).isEqualTo(98);
    }

    @Test
    void refundFindsTheTruth() {
        Charge charge = charge(Algorithm.SLIDING_WINDOW, 100, 50);
        passes(here, charge, 10);
        Failures.join(here.refund(List.of(charge)));
        assertThat(peek(charge)).isEqualTo(91);
    }

    @Test
    void settledReservationFindsTheTruth() {
        Charge charge = charge(Algorithm.STRICT_WINDOW, 100, 50);
        passes(here, charge, 5);
        Reservation reserved = Failures.join(Reservation.of(here, charge, OnStoreFailure.CLOSED));
        Failures.join(reserved.settle(4));
        assertThat(peek(charge)).isEqualTo(91);
    }

    @Test
    void resetForgetsTheBlockToo() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 100, 50);
        passes(here, charge, 10);
        Failures.join(here.reset(charge.key()));
        assertThat(peek(charge)).isEqualTo(100);
        target.advance(Duration.ofSeconds(1));
        assertThat(passes(here, charge, 200)).isEqualTo(100);
    }

    @Test
    void blockThatFollowsAResetIsGivenBackInItsOwnTime() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 1_000, 50);
        passes(here, charge, 1);
        target.advance(Duration.ofMillis(900));
        Failures.join(here.reset(charge.key()));
        passes(here, charge, 1);
        target.advance(Duration.ofMillis(999));
        assertThat(peek(charge)).isEqualTo(950);
        target.advance(Duration.ofMillis(1));
        assertThat(peek(charge)).isEqualTo(999);
        assertThat(target.time().pending()).isZero();
    }

    @Test
    void blockThatFollowsACallWithAnotherCostIsGivenBackInItsOwnTime() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 1_000, 50);
        passes(here, charge, 1);
        target.advance(Duration.ofMillis(900));
        take(here, new Charge(charge.name(), charge.key(), charge.meter(), 3, LimitTerms.USUAL));
        passes(here, charge, 1);
        target.advance(Duration.ofSeconds(1));
        assertThat(peek(charge)).isEqualTo(1_000 - 5);
    }

    @Test
    void blockOfAnotherKeyIsGivenBackInItsOwnTime() {
        Charge first = charge(Algorithm.FIXED_WINDOW, 1_000, 50);
        Charge second = new Charge("api", keys().key("b"), first.meter(), 1, first.terms());
        passes(here, first, 1);
        target.advance(Duration.ofMillis(900));
        passes(here, second, 1);
        target.advance(Duration.ofMillis(100));
        assertThat(peek(first)).isEqualTo(999);
        assertThat(peek(second)).isEqualTo(950);
        target.advance(Duration.ofMillis(900));
        assertThat(peek(second)).isEqualTo(999);
    }

    @Test
    void resetForgetsWhatWasSentBefore() {
        HeldKvStore wire = new HeldKvStore(store);
        RateLimiter limiter = limiter(wire);
        Charge charge = charge(Algorithm.FIXED_WINDOW, 100, 50);
        var before = limiter.take(call(charge)).toCompletableFuture();
        Failures.join(limiter.reset(charge.key()));
        wire.answerAll();
        assertThat(before.join().allowed()).isTrue();
        assertThat(limiter.takeNow(call(charge))).isNull();
    }

    @Test
    void callsThatWaitAreServedByTheBlockInTheirOrder() {
        HeldKvStore wire = new HeldKvStore(store);
        RateLimiter limiter = limiter(wire);
        Charge charge = charge(Algorithm.FIXED_WINDOW, 55, 50);
        List<CompletableFuture<RateLimitResult>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(limiter.take(call(charge)).toCompletableFuture());
        }
        wire.answerAll();
        assertThat(wire.sent()).isEqualTo(2);
        for (int i = 0; i < 64; i++) {
            assertThat(calls.get(i).join().allowed()).isEqualTo(i < 55);
        }
        assertThat(limiter.takeNow(call(charge))).isNull();
        var last = limiter.take(call(charge)).toCompletableFuture();
        wire.answerAll();
        assertThat(last.join().allowed()).isFalse();
    }

    @Test
    void storeThatFailsLosesOneBlockAtMostAndPermitsAtHandStillPass() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 100, 10);
        passes(here, charge, 1);
        store.fail("meter", Fault.REPLY_LOST);
        assertThat(passes(here, charge, 9)).isEqualTo(9);
        assertThatThrownBy(() -> take(here, charge)).isInstanceOf(KvException.class);
        store.heal();
        assertThat(peek(charge)).isEqualTo(80);
        assertThat(passes(here, charge, 200)).isEqualTo(80);
    }

    @Test
    void localLimitDecidesWhenTheBlockIsUsedUp() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 10, 5);
        passes(here, charge, 5);
        store.fail("meter", Fault.REQUEST_LOST);
        RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.LOCAL);
        assertThat(Failures.join(here.take(call)).decidedBy()).isEqualTo(DecidedBy.LOCAL);
        store.heal();
        assertThat(Failures.join(here.take(call)).decidedBy()).isEqualTo(DecidedBy.STORE);
    }

    @Test
    void closingGivesBackAndTakesNoMoreAhead() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 100, 50);
        passes(here, charge, 10);
        here.close();
        assertThat(peek(charge)).isEqualTo(90);
        passes(here, charge, 1);
        assertThat(peek(charge)).isEqualTo(89);
    }

    @Test
    void shadowModeCountsTheSame() {
        Charge charge = charge(Algorithm.FIXED_WINDOW, 7, 5);
        Charge shadow = new Charge(
                charge.name(), charge.key(), charge.meter(), 1, charge.terms().with(LimitMode.SHADOW));
        int refused = 0;
        for (int i = 0; i < 10; i++) {
            RateLimitResult result = take(here, shadow);
            assertThat(result.allowed()).isTrue();
            refused += result.wouldRefuse() ? 1 : 0;
        }
        assertThat(refused).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void noOrderOfCallsAndAnswersPassesMoreThanTheLimit(Algorithm algorithm) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Orders(algorithm, seed).play();
        }
    }

    /** Two JVMs whose commands are answered in any order, against a limit that each call asks. */
    private final class Orders {

        private final Random random;
        private final Charge charge;
        private final InMemoryKvStore exact = new InMemoryKvStore(target.time());
        private final List<HeldKvStore> wires = new ArrayList<>();
        private final List<RateLimiter> limiters = new ArrayList<>();

        Orders(Algorithm algorithm, long seed) {
            this.random = new Random(seed);
            Charge common = charge(algorithm, 40, 12);
            this.charge = new Charge("api", keys().key(algorithm + "-" + seed), common.meter(), 1, common.terms());
            for (int i = 0; i < 2; i++) {
                wires.add(new HeldKvStore(store));
                limiters.add(limiter(wires.get(i)));
            }
        }

        void play() {
            for (int i = 0; i < 250; i++) {
                int jvm = random.nextInt(2);
                switch (random.nextInt(6)) {
                    case 0 -> target.advance(Duration.ofMillis(random.nextInt(10) == 0 ? 40_000 : random.nextInt(900)));
                    case 1 -> wires.get(jvm).answerAll();
                    case 2 -> wires.get(jvm).answerNext();
                    default -> call(limiters.get(jvm));
                }
            }
            wires.forEach(HeldKvStore::answerAll);
        }

        private void call(RateLimiter limiter) {
            limiter.take(BlocksContract.call(charge))
                    .thenAccept(result -> {
                        if (result.allowed()) {
                            var reply =
                                    exact.applyNow(charge.key(), charge.meter().take(charge.key(), 1, 1));
                            assertThat(Objects.requireNonNull(reply).granted())
                                    .as("the limit grants it too")
                                    .isEqualTo(1);
                        }
                    })
                    .toCompletableFuture()
                    .exceptionally(failure -> {
                        throw new AssertionError(failure);
                    });
        }
    }

    private int passes(RateLimiter limiter, Charge charge, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += take(limiter, charge).allowed() ? 1 : 0;
        }
        return passed;
    }

    private static RateLimitResult take(RateLimiter limiter, Charge... charges) {
        RateLimitResult now = limiter.takeNow(call(charges));
        return now == null ? Failures.join(limiter.take(call(charges))) : now;
    }

    private static RateLimitCall call(Charge... charges) {
        return new RateLimitCall(List.of(charges), OnStoreFailure.CLOSED);
    }

    private long peek(Charge charge) {
        return Failures.join(there.peek(List.of(charge))).remaining();
    }

    private int asked() {
        return store.count("bucket") + store.count("meter");
    }

    private Namespace keys() {
        return Namespace.of(target.prefix(), "ratelimit", "calls", Retention.KEPT);
    }

    private Charge charge(Algorithm algorithm, long limit, int block) {
        Meter meter = Meter.of(Band.of(algorithm, limit, WINDOW));
        return new Charge("api", keys().key("a"), meter, 1, LimitTerms.USUAL.withBlock(block));
    }

    private RateLimiter limiter(KvStore wire) {
        VirtualTime time = target.time();
        return new RateLimiter(
                wire,
                new InMemoryKvStore(time),
                RateLimiterSettings.DEFAULT.withTimeout(Duration.ofSeconds(20)),
                KvListeners.NONE,
                () -> time.micros() * 1_000,
                time);
    }
}
