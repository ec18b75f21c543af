package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.StageDriver;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.once.DedupeCall.InProgress;
import io.kvkit.recipe.once.DedupeCall.OnStoreFailure;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeduplicatorTest {

    private final VirtualTime time = new VirtualTime();
    private final Deduplicator deduplicator = new Deduplicator(new InMemoryKvStore(time), time);
    private final DedupeCall event = new DedupeCall(
            Namespace.of("test", "dedupe", "events", Key.Retention.KEPT).key("1"),
            Duration.ofSeconds(30),
            Duration.ofDays(7),
            InProgress.REJECT,
            () -> "duplicate",
            OnStoreFailure.FAIL);

    @Test
    void eventIsProcessedOnceOnTheCallersThread() throws Exception {
        String first = deduplicator.process(event, () -> Thread.currentThread().getName());
        String second = deduplicator.process(event, () -> "again");
        assertThat(first).isEqualTo(Thread.currentThread().getName());
        assertThat(second).isEqualTo("duplicate");
    }

    @Test
    void eventIsProcessedOnceThroughTheDriver() {
        StageDriver driver = new StageDriver(Runnable::run);
        assertThat(deduplicator
                        .process(event, driver, () -> CompletableFuture.completedFuture("processed"))
                        .join())
                .isEqualTo("processed");
        assertThat(deduplicator
                        .process(event, driver, () -> CompletableFuture.completedFuture("again"))
                        .join())
                .isEqualTo("duplicate");
    }

    @Test
    void eventIsUnknownAgainAfterItsRetention() throws Exception {
        deduplicator.process(event, () -> "first");
        time.advance(Duration.ofDays(7).plusSeconds(2));
        String late = deduplicator.process(event, () -> "late");
        assertThat(late).isEqualTo("late");
    }
}
