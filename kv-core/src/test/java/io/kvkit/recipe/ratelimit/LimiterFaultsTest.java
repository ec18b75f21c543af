package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.ConcurrentCall.Place;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What calls have taken is given back if a later step throws. */
class LimiterFaultsTest {

    private static final Namespace KEYS = Namespace.of("t", "ratelimit", "api", Key.Retention.KEPT);

    private final VirtualTime time = new VirtualTime();
    private final KvStore store = new InMemoryKvStore(time);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void listenerThatFailsStopsNoOther() {
        RateLimiter limiter = limiter(time);
        List<Key> told = new ArrayList<>();
        limiter.corrections().listeners().add(key -> {
            throw new IllegalStateException("listener");
        });
        limiter.corrections().listeners().add(told::add);
        Charge charge = charge("a");
        Failures.join(limiter.take(call(charge)));
        Failures.join(limiter.refund(List.of(charge)));
        assertThat(told).containsExactly(charge.key());
    }

    @Test
    void renewalThatCannotStartEndsTheOthersAndGivesBackAllCharges() {
        AtomicInteger tasks = new AtomicInteger();
        RateLimiter limiter = limiter((delay, task) -> {
            if (tasks.incrementAndGet() > 1) {
                throw new RejectedExecutionException("the timer is closed");
            }
            return time.after(delay, task);
        });
        Charge first = charge("a").estimating(result -> 1);
        Charge second = charge("b").estimating(result -> 1);
        Charge third = charge("c");
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> limiter.guard().decideNow(call(first, second, third)));
        assertThat(time.pending()).isZero();
        for (Charge charge : List.of(first, second, third)) {
            assertThat(Failures.join(limiter.peek(List.of(charge))).remaining()).isEqualTo(10);
        }
    }

    @Test
    void permitIsReleasedIfTheNextOneCannotBeAskedFor() {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(store, null, time, KvListeners.NONE);
        Place free = place("a", OnStoreFailure.CLOSED);
        Place local = place("b", OnStoreFailure.LOCAL);
        CallGuard<ConcurrentCall<Void>> guard = limiter.guard();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Failures.join(guard.decide(new ConcurrentCall<>(List.of(free, local), null, null))));
        assertThat(Failures.join(limiter.peek(free)).remaining()).isEqualTo(1);
    }

    private static Place place(String name, OnStoreFailure onStoreFailure) {
        return new Place(
                new ConcurrencySettings(name, 1, ConcurrencySettings.LEASE, onStoreFailure),
                ConcurrencySettings.key(KEYS, name));
    }

    private static Charge charge(String name) {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 10, Duration.ofHours(1)));
        return new Charge(name, KEYS.key(name), meter, 2);
    }

    private static RateLimitCall call(Charge... charges) {
        return new RateLimitCall(List.of(charges), OnStoreFailure.CLOSED);
    }

    private RateLimiter limiter(Timer timer) {
        return new RateLimiter(
                store, null, RateLimiterSettings.DEFAULT, KvListeners.NONE, () -> time.micros() * 1_000, timer);
    }
}
