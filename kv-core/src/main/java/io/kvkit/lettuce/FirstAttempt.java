package io.kvkit.lettuce;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first attempt to reach servers, whose end, good or bad, is waited for by what comes before it. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class FirstAttempt {

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Says that it has ended. */
    void ended() {
        end.complete(null);
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Runs a task when it has ended, now if it has. */
    void then(Runnable task) {
        if (hasEnded()) {
            task.run();
        } else {
            end.whenComplete((done, never) -> task.run());
        }
    }

    /** Waits for its end; false if that takes too long. A thread that is interrupted waits no longer. */
    boolean await(Duration atMost) {
        try {
            end.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
        return true;
    }
}
