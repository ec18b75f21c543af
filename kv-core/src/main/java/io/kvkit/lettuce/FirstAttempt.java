package io.kvkit.lettuce;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first attempt to reach the servers. Operations that are issued before its end wait for it to succeed or fail. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class FirstAttempt {

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Records that the attempt has ended. */
    void ended() {
        end.complete(null);
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Runs a task when the attempt has ended, or now if it has ended already. */
    void then(Runnable task) {
        if (hasEnded()) {
            task.run();
        } else {
            end.whenComplete((done, never) -> task.run());
        }
    }

    /** Waits for the end of the attempt; returns false if that takes too long or the thread is interrupted. */
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
