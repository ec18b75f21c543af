package io.kvkit.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimerTest {

    private final String name = "timer-" + UUID.randomUUID();
    private final Timer timer = Timer.system(name);

    private boolean hasThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }

    @Test
    void taskRunsOnADaemonThreadAfterItsDelay() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        long start = System.nanoTime();
        timer.after(Duration.ofMillis(20), () -> ran.complete(Thread.currentThread()));
        Thread thread = ran.get(60, TimeUnit.SECONDS);
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo(name);
    }

    @Test
    void cancelledTaskDoesNotRun() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        timer.after(Duration.ZERO, cancelled::join);
        timer.after(Duration.ofMillis(10), runs::incrementAndGet).cancel();
        CompletableFuture<Integer> later = new CompletableFuture<>();
        timer.after(Duration.ofMillis(30), () -> later.complete(runs.get()));
        cancelled.complete(null);
        assertThat(later.get(60, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void failingTaskDoesNotStopTheOthers() throws Exception {
        timer.after(Duration.ZERO, () -> {
            throw new IllegalStateException("broken task");
        });
        CompletableFuture<String> next = new CompletableFuture<>();
        timer.after(Duration.ofMillis(5), () -> next.complete("ran"));
        assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo("ran");
    }

    @Test
    void threadEndsWhenNoTaskWaitsAndComesBackWithTheNext() throws Exception {
        assertThat(hasThread()).isFalse();
        var waiting = timer.after(Duration.ofHours(1), () -> {});
        assertThat(hasThread()).isTrue();
        waiting.cancel();
        Eventually.until(() -> !hasThread());
        CompletableFuture<String> next = new CompletableFuture<>();
        timer.after(Duration.ZERO, () -> next.complete("ran"));
        assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo("ran");
    }
}
