package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.call.SystemTimer;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls of many threads that wait for their permits in real time. */
class WaitingThreadsTest {

    private static final int THREADS = 8;
    private static final int CALLS = 40;

    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void allCallsOfManyThreadsRunOnce() throws Exception {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 40, Duration.ofMillis(50)));
        Key key = Namespace.of("test", "ratelimit", "calls", Key.Retention.EVICTABLE)
                .key("hot");
        LimitTerms terms = LimitTerms.USUAL.with(new LimitWait(Duration.ofMinutes(5), THREADS * CALLS));
        RateLimitCall call = new RateLimitCall(List.of(new Charge("hot", key, meter, 1, terms)), OnStoreFailure.CLOSED);
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
        try (InMemoryKvStore store = new InMemoryKvStore();
                SystemTimer timer = new SystemTimer("waiting")) {
            WaitingGuard guard = new WaitingGuard(new RateLimiter(store, KvListeners.NONE), timer);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(i % 2 == 0 ? plain(guard, call) : staged(guard, call)));
            }
            for (Future<?> one : all) {
                one.get(120, TimeUnit.SECONDS);
            }
            assertThat(ran).hasValue(THREADS * CALLS);
            assertThat(guard.waiting()).isZero();
            Eventually.until(() -> guard.size() == 0);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Object> plain(WaitingGuard guard, RateLimitCall call) {
        PlainDriver driver = new PlainDriver(Runnable::run);
        return () -> {
            for (int i = 0; i < CALLS; i++) {
                try {
                    driver.run(guard, call, args -> ran.incrementAndGet());
                } catch (Throwable failure) {
                    throw new AssertionError(failure);
                }
            }
            return "done";
        };
    }

    private Callable<Object> staged(WaitingGuard guard, RateLimitCall call) {
        StageDriver driver = new StageDriver(Runnable::run);
        return () -> {
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(driver.run(guard, call, args -> CompletableFuture.completedFuture(ran.incrementAndGet())));
            }
            return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                    .get(120, TimeUnit.SECONDS);
        };
    }
}
