package io.kvkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Records that change in place, among steps that see them as bytes. */
class LiveCellTest {

    private static final Key KEY =
            Namespace.of("t", "ratelimit", "m", Key.Retention.EVICTABLE).key("k");
    private static final Meter METER = Meter.of(Band.of(Algorithm.FIXED_WINDOW, 1_000, Duration.ofDays(3_650)));

    private final KvStore store = new InMemoryKvStore(MicroClock.system(), 10);

    @RepeatedTest(20)
    void nothingIsLostWhileOthersSeeTheRecordAsBytes() throws Exception {
        CyclicBarrier start = new CyclicBarrier(4);
        List<CompletableFuture<Long>> results = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            results.add(run(
                    start, () -> store.applyNow(KEY, METER.take(KEY, 1, 1)).granted()));
        }
        results.add(run(start, () -> store.applyNow(KEY, Values.ttl()) == null ? 0L : 0L));
        results.add(run(start, () -> store.getNow(KEY).value() == null ? 0L : 0L));
        long granted = 0;
        for (CompletableFuture<Long> result : results) {
            granted += result.get(30, TimeUnit.SECONDS);
        }
        assertThat(granted).isEqualTo(1_000);
    }

    @Test
    void cellThatWasDroppedIsNotChangedAnyMore() {
        store.applyNow(KEY, METER.take(KEY, 1, 5));
        store.delete(KEY).toCompletableFuture().join();
        assertThat(store.applyNow(KEY, METER.take(KEY, 1, 1)).bands().get(0).remaining())
                .isEqualTo(999);
        store.set(KEY, new byte[] {1}, Ttl.NONE).toCompletableFuture().join();
        assertThat(store.getNow(KEY).value()).containsExactly(1);
    }

    private static CompletableFuture<Long> run(CyclicBarrier start, java.util.function.Supplier<Long> step) {
        CompletableFuture<Long> sum = new CompletableFuture<>();
        Thread thread = new Thread(() -> sum.completeAsync(
                () -> {
                    try {
                        start.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    long total = 0;
                    for (int i = 0; i < 2_000; i++) {
                        total += step.get();
                    }
                    return total;
                },
                Runnable::run));
        thread.setDaemon(true);
        thread.start();
        return sum;
    }
}
