package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.meter.MeterReply;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The time of those that wait, and what is left of a turnstile. */
class TurnstilesTest {

    private static final Key KEY =
            Namespace.of("t", "ratelimit", "calls", Retention.KEPT).key("a");
    private static final Charge CHARGE =
            new Charge("api", KEY, Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 100, Duration.ofDays(1))), 1);

    private final AtomicLong nanos = new AtomicLong();
    private final HeldKvStore store = new HeldKvStore(new InMemoryKvStore());
    private final Turnstiles turnstiles = of(store);

    @Test
    void keyIsForgottenWhenNoCallIsUnderWay() {
        take();
        take();
        take();
        assertThat(turnstiles.size()).isEqualTo(1);
        store.answer();
        assertThat(turnstiles.size()).isEqualTo(1);
        store.answer();
        assertThat(turnstiles.size()).isZero();
        take();
        store.fail();
        assertThat(turnstiles.size()).isZero();
    }

    @Test
    void afterAFailureEachHasTheTimeThatItHasLeft() {
        take();
        pass(10);
        var second = take();
        pass(30);
        var third = take();
        pass(10);
        store.fail();
        assertThat(store.timeouts()).containsExactly(Duration.ofMillis(10), Duration.ofMillis(40));
        store.answerAll();
        assertThat(second.join().granted()).isEqualTo(1);
        assertThat(third.join().granted()).isEqualTo(1);
    }

    @Test
    void thoseWithoutTimeLeftFailAndAreNotSent() {
        take();
        var second = take();
        pass(30);
        var third = take();
        pass(20);
        store.fail();
        assertThat(second)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .asInstanceOf(InstanceOfAssertFactories.type(KvException.class))
                .satisfies(late -> {
                    assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
                    assertThat(late.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                    assertThat(late).hasMessageContaining("the call before it on the same key");
                });
        assertThat(store.sent()).isEqualTo(2);
        store.answer();
        assertThat(third.join().granted()).isEqualTo(1);
    }

    @Test
    void afterAnAnswerTheTimeOfAllIsThatOfTheStore() {
        take();
        take();
        pass(49);
        store.answerAll();
        assertThat(store.timeouts()).isEmpty();
    }

    @Test
    void storeThatThrowsHoldsNoKey() {
        Turnstiles broken = of(new ForwardingKvStore(new InMemoryKvStore()) {
            @Override
            public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
                throw new AssertionError("broken");
            }
        });
        assertThat(take(broken)).isCompletedExceptionally();
        assertThat(take(broken)).isCompletedExceptionally();
        assertThat(broken.size()).isZero();
    }

    @Test
    void storeThatAnswersBeforeItReturnsLetsNoCallerWorkForOthersForever() {
        AtomicInteger calls = new AtomicInteger();
        List<CompletableFuture<MeterReply>> others = new ArrayList<>();
        Turnstiles[] all = new Turnstiles[1];
        all[0] = of(new ForwardingKvStore(new InMemoryKvStore()) {
            @Override
            public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
                if (calls.incrementAndGet() < 10) {
                    others.add(take(all[0]));
                }
                return super.apply(key, transition);
            }
        });
        assertThat(take(all[0]).join().granted()).isEqualTo(1);
        assertThat(others).isNotEmpty().allSatisfy(other -> assertThat(other).isCompleted());
        assertThat(all[0].size()).isZero();
    }

    private void pass(int millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private CompletableFuture<MeterReply> take() {
        return take(turnstiles);
    }

    private static CompletableFuture<MeterReply> take(Turnstiles turnstiles) {
        return turnstiles
                .take(CHARGE, (reply, failure) -> {
                    if (reply == null) {
                        throw Failures.<RuntimeException>sneaky(failure);
                    }
                    return reply;
                })
                .toCompletableFuture();
    }

    private Turnstiles of(KvStore where) {
        Blocks none = new Blocks(where, null, RateLimiterSettings.DEFAULT, nanos::get, key -> {});
        return new Turnstiles(where, none, Duration.ofMillis(50), nanos::get);
    }
}
