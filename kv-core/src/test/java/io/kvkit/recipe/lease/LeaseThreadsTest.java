package io.kvkit.recipe.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RemoteKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads on which tasks start, and the threads that wait for a lease. */
class LeaseThreadsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualTime time = new VirtualTime();
    private final KvStore memory = new InMemoryKvStore(time);
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "executor"));
    private final Key key =
            Namespace.of("test", "lease", "threads", Key.Retention.KEPT).key("1");

    @AfterEach
    void close() {
        executor.shutdownNow();
        memory.close();
    }

    private String threadOfTask(KvStore store) throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();
        new Leases(store, time, executor, KvListeners.NONE)
                .runIfFreeAsync(key, MINUTE, Duration.ZERO, () -> {
                    thread.complete(Thread.currentThread().getName());
                    return thread;
                })
                .get(60, TimeUnit.SECONDS);
        return thread.join();
    }

    @Test
    void taskStartsOnItsCallersThreadIfTheStoreAnswersAtOnce() throws Exception {
        assertThat(threadOfTask(memory)).isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void taskStartsOnTheExecutorIfTheStoreAnswersOnAThreadOfItsOwn() throws Exception {
        assertThat(threadOfTask(new RemoteKvStore(memory))).isEqualTo("executor");
    }

    @Test
    void waiterThatIsInterruptedTakesNoLeaseAfterwards() throws Exception {
        Leases leases = new Leases(memory, time);
        Lease lease = leases.tryAcquire(key, MINUTE).orElseThrow();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread waiter = new Thread(() -> ended.complete(
                catchThrowable(() -> leases.acquire(key, LeaseTerms.of(MINUTE).waiting(MINUTE)))));
        waiter.start();
        Eventually.until(() -> waiter.getState() == Thread.State.WAITING);
        waiter.interrupt();
        assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(KvException.class);
        lease.close();
        time.advance(Duration.ofSeconds(1));
        assertThat(leases.tryAcquire(key, MINUTE)).isPresent();
    }
}
