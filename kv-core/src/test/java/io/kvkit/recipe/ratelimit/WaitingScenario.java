package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.StageDriver;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.ForwardingKvStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of waiting calls share: a guard by the time of the test, and calls that note when they run. */
abstract class WaitingScenario extends LimitScenario {

    final List<String> ran = new CopyOnWriteArrayList<>();
    final AtomicInteger asked = new AtomicInteger();
    int barriers;

    @SuppressWarnings("NullAway.Init")
    WaitingGuard guard;

    @BeforeEach
    void makeGuard() {
        guard = new WaitingGuard(limiter, time());
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(guard.size()).as("queues").isZero();
        assertThat(time().pending()).as("timers").isZero();
    }

    @Override
    KvStore seen(KvStore whole) {
        return new ForwardingKvStore(whole) {
            @Override
            public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
                asked.incrementAndGet();
                return super.apply(key, transition);
            }

            @Override
            public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
                R now = super.applyNow(key, transition);
                asked.addAndGet(now == null ? 0 : 1);
                return now;
            }
        };
    }

    Charge waiting(String name, long limit, Duration maxWait) {
        return waiting(name, limit, maxWait, LimitMode.ENFORCE);
    }

    Charge waiting(String name, long limit, Duration maxWait, LimitMode mode) {
        return charge(name, limit, LimitTerms.USUAL.with(mode).with(new LimitWait(maxWait, 1_000)));
    }

    static Charge costing(Charge charge, long cost) {
        return new Charge(charge.name(), charge.key(), charge.meter(), cost, charge.terms());
    }

    static RateLimitCall call(Charge... charges) {
        return new RateLimitCall(List.of(charges), OnStoreFailure.CLOSED);
    }

    CompletableFuture<@Nullable Object> start(CallStyle style, String name, Charge... charges) {
        return style.start(guard, call(charges), () -> {
            ran.add(name);
            return CompletableFuture.completedFuture(name);
        });
    }

    // The future itself, which can be cancelled. The calls run where they are decided, in their order.
    CompletableFuture<@Nullable Object> start(String name, Charge charge) {
        return new StageDriver(Runnable::run).run(guard, call(charge), args -> {
            ran.add(name);
            return CompletableFuture.completedFuture(name);
        });
    }

    void refused(CompletableFuture<@Nullable Object> call) {
        assertThatThrownBy(() -> result(call)).isInstanceOf(RateLimitExceededException.class);
    }

    void refusedIn(Duration wait, CompletableFuture<@Nullable Object> call) {
        assertThatThrownBy(() -> result(call)).isInstanceOfSatisfying(RateLimitExceededException.class, refusal -> {
            assertThat(refusal.retryAfter()).isEqualTo(wait);
            assertThat(refusal.result().violated()).hasSize(1);
        });
    }

    // A call that has just left lets the next one ask, by the present time.
    void advance(Duration by) {
        barrier();
        time().advance(by);
        barrier();
        time().runDue();
        barrier();
    }

    // What was sent before is answered in the order in which it was sent; each answer may send one more.
    void barrier() {
        for (int i = 0; i < 12; i++) {
            barriers++;
            remaining(charge("barrier", 1, LimitTerms.USUAL));
        }
    }

    void untilQueued(int calls) {
        Eventually.until(() -> guard.waiting() == calls);
    }
}
