package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a test began and may leave open: at its end the user's code that still runs is ended, and then no call may be open
 * and no task of the timer may wait. So every heartbeat, limit and poll has an end.
 */
public final class Leftovers {

    // What is repeated in the background may need one more pause; the tasks that would be forgotten wait for longer.
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int PAUSES = 10;

    private final Queue<CompletableFuture<?>> calls = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<?>> work = new ConcurrentLinkedQueue<>();
    private final VirtualTime time;

    public Leftovers(VirtualTime time) {
        this.time = time;
    }

    /** Notes a call that was begun. */
    public <T extends @Nullable Object> CompletableFuture<T> call(CompletableFuture<T> call) {
        calls.add(call);
        return call;
    }

    /** Notes what user's code brings when it is run. */
    public <T extends @Nullable Object> Supplier<CompletionStage<T>> work(
            Supplier<? extends CompletionStage<? extends T>> code) {
        return () -> {
            CompletableFuture<T> stage = code.get().<T>thenApply(value -> value).toCompletableFuture();
            work.add(stage);
            return stage;
        };
    }

    /**
     * Ends what is open, and looks whether anything is left.
     *
     * @param settle lets the store answer what it was asked
     */
    public void end(Runnable settle) {
        IOException over = new IOException("the test is over");
        for (int pause = 0; pause < PAUSES && isAnythingLeft(); pause++) {
            work.forEach(stage -> stage.completeExceptionally(over));
            settle.run();
            time.advance(PAUSE);
        }
        Eventually.until("all calls end", () -> calls.stream().allMatch(CompletableFuture::isDone));
        Eventually.asserted(() -> assertThat(time.pending())
                .as("tasks of the timer that wait when all calls have ended")
                .isZero());
    }

    private boolean isAnythingLeft() {
        return time.pending() > 0 || calls.stream().anyMatch(call -> !call.isDone());
    }
}
