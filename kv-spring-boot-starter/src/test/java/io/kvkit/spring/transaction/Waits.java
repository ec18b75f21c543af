package io.kvkit.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checks that work waits for a stage, whatever the speed of the machine is. */
final class Waits {

    private Waits() {}

    /** Ends the stage when the work waits for it; fails if the work returns before. */
    static void assertFor(CompletableFuture<Void> end, Callable<?> work) throws Exception {
        Thread caller = Thread.currentThread();
        AtomicBoolean returned = new AtomicBoolean();
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            while (!isWaiting(caller) && !returned.get()) {
                Thread.onSpinWait();
            }
            waited.complete(!returned.get());
            end.complete(null);
        });
        other.start();
        try {
            work.call();
        } finally {
            returned.set(true);
        }
        assertThat(waited.join()).as("waited for the stage").isTrue();
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }
}
