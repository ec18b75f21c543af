package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two limiters, as two JVMs have them, and many threads on one key: exactly the limit is granted. */
abstract class HotKeyContract {

    private static final int ROUNDS = 100;
    private static final int LIMIT = 60;
    private static final int THREADS = 6;
    private static final int CALLS = 15;
    private static final Meter METER = Meter.of(
            Band.of(Algorithm.TOKEN_BUCKET, LIMIT, Duration.ofDays(3_000)),
            Band.of(Algorithm.SLIDING_WINDOW, 10 * LIMIT, Duration.ofDays(3_000)));
    private static final Meter BUCKET = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, LIMIT, Duration.ofDays(3_000)));
    private static final RateLimiterSettings PATIENT = RateLimiterSettings.DEFAULT.withTimeout(Duration.ofMinutes(1));

    private final Namespace keys = Namespace.of("hot-" + UUID.randomUUID(), "ratelimit", "calls", Retention.KEPT);
    private final ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);

    @SuppressWarnings("NullAway.Init")
    private List<KvStore> stores;

    @SuppressWarnings("NullAway.Init")
    private List<RateLimiter> limiters;

    /** Two ways to the same records. */
    abstract List<KvStore> connect();

    @BeforeEach
    void open() {
        stores = connect();
        limiters = stores.stream()
                .map(store -> new RateLimiter(store, null, PATIENT, KvListeners.NONE))
                .toList();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        stores.forEach(KvStore::close);
    }

    @Test
    void exactlyTheLimitIsGranted() {
        for (int round = 0; round < ROUNDS; round++) {
            Charge charge = new Charge("api", keys.key("a" + round), round % 2 == 0 ? BUCKET : METER, 1);
            assertThat(granted(charge)).as("round %d", round).isEqualTo(LIMIT);
        }
    }

    @Test
    void exactlyTheLimitIsGrantedToCallsOfDifferentCost() {
        for (int round = 0; round < ROUNDS / 4; round++) {
            Charge charge = new Charge("api", keys.key("b" + round), BUCKET, 1);
            AtomicInteger permits = new AtomicInteger();
            run(limiter -> takeAll(limiter, charge, permits));
            while (take(limiters.get(0), charge)) {
                permits.incrementAndGet();
            }
            assertThat(permits).as("round %d", round).hasValue(LIMIT);
        }
    }

    private static void takeAll(RateLimiter limiter, Charge one, AtomicInteger permits) {
        for (int i = 0; i < CALLS; i++) {
            Charge charge = new Charge(one.name(), one.key(), one.meter(), 1 + i % 3);
            if (take(limiter, charge)) {
                permits.addAndGet((int) charge.cost());
            }
        }
    }

    private int granted(Charge charge) {
        AtomicInteger granted = new AtomicInteger();
        run(limiter -> {
            for (int i = 0; i < CALLS; i++) {
                granted.addAndGet(take(limiter, charge) ? 1 : 0);
            }
        });
        return granted.get();
    }

    private void run(Consumer<RateLimiter> caller) {
        Stream<CompletableFuture<Void>> running = limiters.stream()
                .flatMap(limiter -> IntStream.range(0, THREADS)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> caller.accept(limiter), threads)));
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    }

    private static boolean take(RateLimiter limiter, Charge charge) {
        RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.CLOSED);
        return Failures.join(limiter.take(call)).allowed();
    }
}
