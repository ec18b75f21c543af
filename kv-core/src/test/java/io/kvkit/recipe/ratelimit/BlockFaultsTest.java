package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks of permits whose keys are reset, or whose timer fails. */
class BlockFaultsTest {

    private static final Namespace KEYS = Namespace.of("t", "ratelimit", "api", Key.Retention.KEPT);

    private final VirtualTime time = new VirtualTime();
    private final KvStore store = new InMemoryKvStore(time);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void resetOfAnotherKeyKeepsWhatIsUnderWay() {
        HeldKvStore wire = new HeldKvStore(store);
        RateLimiter limiter = limiter(wire, time);
        Charge charge = charge();
        var under = limiter.take(call(charge)).toCompletableFuture();
        Failures.join(limiter.reset(another(charge.key())));
        wire.answerAll();
        assertThat(under.join().allowed()).isTrue();
        assertThat(limiter.takeNow(call(charge))).isNotNull();
    }

    @Test
    void chargeThatIsSentBeforeAResetIsAnsweredLeavesNoBlock() {
        AtomicBoolean charges = new AtomicBoolean(true);
        RateLimiter[] limiter = new RateLimiter[1];
        Charge charge = charge();
        limiter[0] = limiter(
                new ForwardingKvStore(RateLimiterTest.remote(store)) {
                    @Override
                    public CompletionStage<Boolean> delete(Key key) {
                        if (charges.getAndSet(false)) {
                            Failures.join(limiter[0].take(call(charge)));
                        }
                        return super.delete(key);
                    }
                },
                time);
        Failures.join(limiter[0].reset(charge.key()));
        assertThat(charges).isFalse();
        assertThat(limiter[0].takeNow(call(charge))).isNull();
    }

    @Test
    void timerThatFailsFailsNoChargeAndIsAskedAgain() {
        AtomicBoolean fails = new AtomicBoolean(true);
        Timer timer = (delay, task) -> {
            if (fails.getAndSet(false)) {
                throw new RejectedExecutionException("the timer is closed");
            }
            return time.after(delay, task);
        };
        RateLimiter limiter = limiter(RateLimiterTest.remote(store), timer);
        Charge charge = charge();
        assertThat(Failures.join(limiter.take(call(charge))).allowed()).isTrue();
        assertThat(time.pending()).isZero();
        Charge other = new Charge(charge.name(), another(charge.key()), charge.meter(), 1, charge.terms());
        assertThat(Failures.join(limiter.take(call(other))).allowed()).isTrue();
        assertThat(time.pending()).isEqualTo(1);
    }

    // Keys of one slot are reset together.
    private static Key another(Key key) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> KEYS.key("other" + i))
                .filter(other -> Slots.of(other, 1_024) != Slots.of(key, 1_024))
                .findFirst()
                .orElseThrow();
    }

    private static Charge charge() {
        Meter meter = Meter.of(Band.of(Algorithm.FIXED_WINDOW, 100, Duration.ofSeconds(100)));
        return new Charge("api", KEYS.key("a"), meter, 1, LimitTerms.USUAL.withBlock(50));
    }

    private static RateLimitCall call(Charge charge) {
        return RateLimitCall.of(charge, OnStoreFailure.CLOSED);
    }

    private RateLimiter limiter(KvStore wire, Timer timer) {
        return new RateLimiter(
                wire, null, RateLimiterSettings.DEFAULT, KvListeners.NONE, () -> time.micros() * 1_000, timer);
    }
}
