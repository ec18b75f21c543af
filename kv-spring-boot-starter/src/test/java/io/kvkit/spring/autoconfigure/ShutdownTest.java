package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.call.SystemTimer;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls that are under way when the application context is closed. */
@Tag("slow")
class ShutdownTest {

    static class Consumer {

        private final CountDownLatch handling = new CountDownLatch(1);
        private final CountDownLatch handled = new CountDownLatch(1);

        @DedupeEvent(name = "consumer", key = "#id")
        public void on(String id) throws InterruptedException {
            handling.countDown();
            handled.await();
        }
    }

    @Test
    void aCallThatWaitsEndsWithTheContextAndHoldsNoThreadForEver() {
        Consumer target = new Consumer();
        AtomicReference<Throwable> end = new AtomicReference<>();
        Contexts.runner()
                .withPropertyValues("kv.store=memory")
                .withBean(Consumer.class, () -> target)
                .run(context -> {
                    Consumer consumer = context.getBean(Consumer.class);
                    start(() -> consumer.on("e1"));
                    target.handling.await();
                    Thread waiting = start(() -> end.set(catchThrowable(() -> consumer.on("e1"))));
                    await().atMost(Duration.ofSeconds(60)).until(() -> waiting.getState() == Thread.State.WAITING);
                    context.getSourceApplicationContext().close();
                    waiting.join(Duration.ofSeconds(60).toMillis());
                    target.handled.countDown();
                    assertThat(end.get()).isInstanceOf(KvException.class).hasMessageContaining("closed");
                });
    }

    @Test
    void theTimersThreadEndsWhenItIsClosedAndNothingWaits() throws InterruptedException {
        SystemTimer timer = new SystemTimer("kvkit-timer");
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        timer.after(Duration.ofMillis(1), () -> {
            thread.set(Thread.currentThread());
            ran.countDown();
        });
        timer.close();
        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(60)).until(() -> !thread.get().isAlive());
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Thread start(Step step) {
        Thread thread = new Thread(() -> catchThrowable(step::run));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
