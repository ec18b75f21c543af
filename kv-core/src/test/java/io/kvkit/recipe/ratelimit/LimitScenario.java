package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of limits share: a store in virtual time that can fail, and a limiter on it. */
abstract class LimitScenario {

    static final Duration WINDOW = Duration.ofSeconds(10);

    final List<RateLimitEvent> events = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    StoreUnderTest under;

    @SuppressWarnings("NullAway.Init")
    FaultyKvStore store;

    @SuppressWarnings("NullAway.Init")
    RateLimiter limiter;

    /** Opens the store; the scenario closes it. */
    abstract StoreUnderTest open();

    @BeforeEach
    void openStore() {
        under = open();
        store = new FaultyKvStore(under.store());
        limiter = limiter();
    }

    RateLimiter limiter() {
        KvListeners listeners = KvListeners.of(event -> events.add((RateLimitEvent) event));
        // A busy machine must not fail a test that is not about time.
        RateLimiterSettings patient = RateLimiterSettings.DEFAULT.withTimeout(Duration.ofSeconds(20));
        return new RateLimiter(seen(store), new InMemoryKvStore(time()), patient, listeners);
    }

    /** Returns the store as the limiter sees it. */
    KvStore seen(KvStore whole) {
        return whole;
    }

    @AfterEach
    void closeStore() {
        store.heal();
        under.close();
    }

    VirtualTime time() {
        return under.time();
    }

    Namespace keys() {
        return Namespace.of(under.prefix(), "ratelimit", "calls", Key.Retention.KEPT);
    }

    /** Returns a charge of one permit. */
    Charge charge(String name, long limit, LimitTerms terms) {
        return new Charge(name, keys().key(name), meter(limit), 1, terms);
    }

    static Meter meter(long limit) {
        return Meter.of(Band.of(Algorithm.TOKEN_BUCKET, limit, WINDOW));
    }

    RateLimitResult take(OnStoreFailure onStoreFailure, Charge... charges) {
        RateLimitCall call = new RateLimitCall(List.of(charges), onStoreFailure);
        RateLimitResult now = limiter.takeNow(call);
        return now == null ? Failures.join(limiter.take(call)) : now;
    }

    RateLimitResult take(Charge... charges) {
        return take(OnStoreFailure.CLOSED, charges);
    }

    long remaining(Charge charge) {
        return Failures.join(limiter.peek(List.of(charge))).remaining();
    }

    CompletableFuture<@Nullable Object> start(
            CallStyle style,
            RateLimitCall call,
            Supplier<? extends CompletionStage<? extends @Nullable Object>> handler) {
        return style.start(limiter.guard(), call, handler);
    }

    static @Nullable Object result(CompletableFuture<@Nullable Object> call) {
        return Failures.join(call.orTimeout(60, TimeUnit.SECONDS));
    }
}
