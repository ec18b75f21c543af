package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RemoteKvStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever waits for another holder or another call stops waiting when its thread is interrupted. */
@Tag("slow")
@Timeout(180)
class InterruptedWaitTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final KvClient client =
            KvClient.builder().store(new RemoteKvStore(new InMemoryKvStore())).build();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    /** A call that finds its key taken by another one, which goes on until the test is over. */
    private interface Waiting {
        void call(KvClient client, Runnable work);
    }

    private record Named(String name, Waiting waiting) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> waits() {
        return Stream.of(
                new Named(
                        "lease",
                        (client, work) ->
                                client.lease("job").acquire(LONG, LONG).ifPresent(lease -> work.run())),
                new Named(
                        "cache",
                        (client, work) -> client.guardedGet("key", LONG, String.class, () -> {
                            work.run();
                            return "value";
                        })),
                new Named("dedupe", (client, work) -> client.processOnce("event", work)));
    }

    @AfterEach
    void end() {
        goOn.countDown();
        client.close();
    }

    private void hold() {
        begun.complete(null);
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @MethodSource("waits")
    void interruptEndsTheWaitAndStaysSet(Named named) throws Exception {
        start(() -> named.waiting().call(client, this::hold));
        begun.get(60, TimeUnit.SECONDS);
        CompletableFuture<KvException> failure = new CompletableFuture<>();
        Thread waiting = start(() -> {
            failure.complete(catchThrowableOfType(
                    KvException.class,
                    () -> named.waiting().call(client, () -> {
                        throw new AssertionError("called");
                    })));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        Eventually.until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        assertThat(failure.get(20, TimeUnit.SECONDS)).satisfies(interrupted -> {
            assertThat(interrupted.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(interrupted.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(interrupted).hasCauseInstanceOf(InterruptedException.class);
        });
    }

    @Test
    void interruptEndsTheWaitForAnEventThatIsBeingProcessed() throws Exception {
        start(() -> client.processOnce("event", this::hold));
        begun.get(60, TimeUnit.SECONDS);
        CompletableFuture<KvException> failure = new CompletableFuture<>();
        Thread waiting = start(() ->
                failure.complete(catchThrowableOfType(KvException.class, () -> client.alreadyProcessed("event"))));
        Eventually.until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        assertThat(failure.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("waits")
    void threadThatWasInterruptedBeforeMakesCallsThatNeedNotWait(Named named) throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        start(() -> {
            Thread.currentThread().interrupt();
            named.waiting()
                    .call(
                            client,
                            () -> interrupted.complete(Thread.currentThread().isInterrupted()));
        });
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "interrupted-wait-test");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
