package io.kvkit.recipe.once.waiting;

import io.kvkit.call.Timer;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One call that waits for its key. */
final class Waiter {

    private final Key key;
    private final ClaimRequest request;
    private final Duration atMost;
    private final CompletableFuture<ClaimReply> result = new CompletableFuture<>();
    private @Nullable Scheduled limit;
    private volatile boolean late;
    private volatile @Nullable SharedWait joined;

    Waiter(Key key, ClaimRequest request, Duration atMost) {
        this.key = key;
        this.request = request;
        this.atMost = atMost;
        this.late = atMost.isZero();
    }

    Key key() {
        return key;
    }

    ClaimRequest request() {
        return request;
    }

    CompletionStage<ClaimReply> result() {
        return result;
    }

    /** Returns whether it has waited as long as it may. */
    boolean isLate() {
        return late;
    }

    /** Returns whether the result of another call would be its own. */
    boolean isAbout(Waiter other) {
        return Arrays.equals(request.fingerprint(), other.request.fingerprint());
    }

    /** Leaves the wait once it has waited as long as it may, counted from the first time that it has to wait. */
    void limit(Timer timer, SharedWait wait) {
        joined = wait;
        begin(timer);
        if (late) {
            wait.leave(this);
        }
    }

    private synchronized void begin(Timer timer) {
        if (limit == null && !result.isDone()) {
            limit = timer.after(atMost, this::tooLate);
        }
    }

    private void tooLate() {
        late = true;
        SharedWait wait = joined;
        if (wait != null) {
            wait.leave(this);
        }
    }

    /** Ends the wait. */
    void end(@Nullable ClaimReply reply, @Nullable Throwable failure) {
        if (reply == null) {
            result.completeExceptionally(failure == null ? new IllegalStateException("No reply") : failure);
        } else {
            result.complete(reply);
        }
        cancel();
    }

    private synchronized void cancel() {
        if (limit != null) {
            limit.cancel();
        }
    }
}
