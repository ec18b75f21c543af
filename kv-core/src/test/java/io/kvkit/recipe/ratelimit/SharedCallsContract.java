package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.StoreUnderTest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls on one key that come while another is under way share the next one, and are decided as without sharing. */
abstract class SharedCallsContract {

    private static final Duration DAY = Duration.ofDays(1);
    private static final RateLimiterSettings PATIENT = RateLimiterSettings.DEFAULT.withTimeout(Duration.ofMinutes(1));

    private final List<String> decided = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private StoreUnderTest target;

    @SuppressWarnings("NullAway.Init")
    private HeldKvStore store;

    @SuppressWarnings("NullAway.Init")
    private RateLimiter limiter;

    abstract StoreUnderTest open();

    @BeforeEach
    void openStore() {
        target = open();
        store = new HeldKvStore(target.store());
        limiter = limiter();
    }

    @AfterEach
    void closeStore() {
        target.close();
    }

    @Test
    void eachCallWithoutCompanyIsOneStep() {
        for (int i = 0; i < 5; i++) {
            var call = take(charge("a", 3, 1));
            store.answerAll();
            assertThat(Failures.join(call).allowed()).isEqualTo(i < 3);
        }
        assertThat(store.sent()).isEqualTo(5);
    }

    @Test
    void callsThatComeMeanwhileShareTheNextStepInTheirOrder() {
        Charge charge = charge("a", 40, 1);
        List<CompletableFuture<RateLimitResult>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(take(charge));
        }
        assertThat(store.sent()).isEqualTo(1);
        store.answerAll();
        assertThat(store.sent()).isEqualTo(2);
        for (int i = 0; i < 64; i++) {
            RateLimitResult result = calls.get(i).join();
            assertThat(result.allowed()).isEqualTo(i < 40);
            assertThat(result.remaining()).isEqualTo(Math.max(0, 39 - i));
            assertThat(result.decidedBy()).isEqualTo(DecidedBy.STORE);
            assertThat(result.retryAfter()).isEqualTo(i < 40 ? Duration.ZERO : DAY.dividedBy(40));
        }
    }

    @Test
    void nextStepIsOnItsWayBeforeItsCallersAreTold() {
        Charge charge = charge("a", 10, 1);
        List<Integer> sent = new ArrayList<>();
        take(charge).thenAccept(result -> sent.add(store.sent()));
        take(charge).thenAccept(result -> sent.add(store.sent()));
        store.answerAll();
        assertThat(sent).containsExactly(2, 2);
    }

    @Test
    void neighborsOfEqualCostShareAStepAndNoneOvertakes() {
        take("first", 1);
        take("one", 1);
        take("another", 1);
        take("large", 5);
        take("small", 1);
        take("too large", 5);
        take("last", 1);
        store.answer();
        assertThat(store.sent()).isEqualTo(1 + 5);
        store.answerAll();
        assertThat(store.sent()).isEqualTo(1 + 5);
        assertThat(decided)
                .containsExactly("first 9", "one 8", "another 7", "large 2", "small 1", "too large no", "last 0");
    }

    @Test
    void callsOfOtherKeysDoNotWait() {
        take(charge("a", 1, 1));
        take(charge("b", 1, 1));
        assertThat(store.sent()).isEqualTo(2);
    }

    @Test
    void callsThatAreStartedByAnAnswerAreDecidedToo() {
        Charge charge = charge("a", 4, 1);
        var chain = take(charge).thenCompose(one -> take(charge)).thenCompose(two -> take(charge));
        var other = take(charge);
        store.answerAll();
        assertThat(chain.join().allowed()).isTrue();
        assertThat(other.join().allowed()).isTrue();
        assertThat(Failures.join(peek(charge)).remaining()).isZero();
    }

    @Test
    void failedStepFailsItsCallsAndIsNotRepeated() {
        Charge charge = charge("a", 10, 1);
        var first = take(charge);
        var second = take(charge);
        var third = take(charge);
        store.answer();
        store.fail();
        assertThat(first.join().allowed()).isTrue();
        assertThat(second).isCompletedExceptionally();
        assertThat(third).isCompletedExceptionally();
        assertThat(store.sent()).isEqualTo(2);
        var later = take(charge);
        store.answerAll();
        assertThat(later.join().remaining()).isEqualTo(8);
    }

    @Test
    void callsThatWaitForAFailedStepAreSentOneByOne() {
        Charge charge = charge("a", 10, 1);
        var first = take(charge);
        var second = take(charge);
        var third = take(charge);
        store.fail();
        assertThat(first).isCompletedExceptionally();
        assertThat(store.sent()).isEqualTo(3);
        store.answerAll();
        assertThat(second.join().remaining()).isEqualTo(9);
        assertThat(third.join().remaining()).isEqualTo(8);
    }

    @Test
    void severalKeysAreChargedAllOrNone() {
        Charge user = charge("user", 10, 1);
        Charge tenant = charge("tenant", 3, 1);
        List<CompletableFuture<RateLimitResult>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(take(user, tenant));
        }
        store.answerAll();
        assertThat(calls).filteredOn(call -> call.join().allowed()).hasSize(3);
        assertThat(Failures.join(peek(user)).remaining()).isEqualTo(7);
        assertThat(Failures.join(peek(tenant)).remaining()).isZero();
    }

    @Test
    void sharedCallsAreDecidedAsOneAfterTheOther() {
        RateLimiter alone = new RateLimiter(new InMemoryKvStore(target.time()), KvListeners.NONE);
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<RateLimitCall> calls = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                calls.add(call(new Charge("api", keys().key("d"), several(), 1 + random.nextInt(3) / 2)));
            }
            var shared = calls.stream().map(limiter::take).toList();
            store.answerAll();
            for (int i = 0; i < calls.size(); i++) {
                RateLimitResult own = Objects.requireNonNull(alone.takeNow(calls.get(i)));
                assertSame(Failures.join(shared.get(i)), own);
            }
            target.advance(Duration.ofMillis(random.nextInt(1_500)));
        }
        assertThat(store.sent()).isBetween(300, 1_800);
    }

    private static void assertSame(RateLimitResult shared, RateLimitResult own) {
        assertThat(shared.allowed()).isEqualTo(own.allowed());
        assertThat(shared.remaining()).isEqualTo(own.remaining());
        assertThat(shared.policies())
                .extracting(Policy::remaining)
                .isEqualTo(own.policies().stream().map(Policy::remaining).toList());
        assertThat(shared.policies())
                .extracting(Policy::violated)
                .isEqualTo(own.policies().stream().map(Policy::violated).toList());
        assertThat(shared.retryAfter()).isNotNull();
        assertThat(shared.retryAfter()).isCloseTo(own.retryAfter(), Duration.ofNanos(1_000));
    }

    private static Meter several() {
        return Meter.of(
                Band.of(Algorithm.TOKEN_BUCKET, 7, Duration.ofSeconds(3), 20),
                Band.of(Algorithm.SLIDING_WINDOW, 40, Duration.ofSeconds(7)),
                Band.of(Algorithm.STRICT_WINDOW, 30, Duration.ofSeconds(5)),
                Band.calendar(500, new CalendarWindow(Unit.HOUR, ZoneOffset.UTC)));
    }

    private RateLimiter limiter() {
        return new RateLimiter(store, null, PATIENT, KvListeners.NONE);
    }

    private void take(String name, long cost) {
        take(charge("a", 10, cost))
                .thenAccept(result -> decided.add(name + " " + (result.allowed() ? "" + result.remaining() : "no")));
    }

    private CompletableFuture<RateLimitResult> take(Charge... charges) {
        return limiter.take(call(charges)).toCompletableFuture();
    }

    private CompletableFuture<RateLimitResult> peek(Charge charge) {
        var peeked = limiter.peek(List.of(charge)).toCompletableFuture();
        store.answerAll();
        return peeked;
    }

    private static RateLimitCall call(Charge... charges) {
        return new RateLimitCall(List.of(charges), OnStoreFailure.CLOSED);
    }

    private Charge charge(String id, long limit, long cost) {
        return new Charge("api", keys().key(id), Meter.of(Band.of(Algorithm.TOKEN_BUCKET, limit, DAY)), cost);
    }

    private Namespace keys() {
        return Namespace.of(target.prefix(), "ratelimit", "calls", Retention.KEPT);
    }
}
