package io.kvkit.resilience;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer.Scheduled;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call that reached the store: it ends once, with the answer or at its deadline, whichever comes first.
 */
final class Watched<R extends @Nullable Object> extends CompletableFuture<R> {

    /** Hears once that a call has ended, before those who wait for it. */
    @FunctionalInterface
    interface End {

        /** The call has ended, with an answer or without one; the failure is null if it did not fail. */
        void ended(@Nullable Object answer, @Nullable Throwable failure);
    }

    private final End end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Scheduled deadline;

    Watched(End end) {
        this.end = end;
    }

    /** Has a deadline; without an answer by then the task ends with this fault. */
    void until(Scheduled scheduled) {
        deadline = scheduled;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    void follow(CompletionStage<R> answer) {
        answer.whenComplete(this::answered);
    }

    private void answered(R value, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Failures.unwrap(failure);
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Scheduled pending = deadline;
        if (pending != null) {
            pending.cancel();
        }
        end.ended(value, cause == null ? Verdict.failureIn(value) : cause);
        if (cause == null) {
            complete(value);
        } else {
            completeExceptionally(cause);
        }
    }

    /** The time is over: a later answer is not heard any more. */
    void expire(Task<R> task, Task.Fault fault) {
        if (ended.compareAndSet(false, true)) {
            end.ended(null, fault.of(null));
            task.expire(this, fault);
        }
    }
}
