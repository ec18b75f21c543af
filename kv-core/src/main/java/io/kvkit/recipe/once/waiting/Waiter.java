package io.kvkit.recipe.once.waiting;

import io.kvkit.call.Timer;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call that waits for its key; completed with the last reply to its claim.
 *
 * @since 0.1
 */
public final class Waiter extends CompletableFuture<ClaimReply> {

    private final Key key;
    private final ClaimRequest request;
    private final Duration atMost;
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

    /** Returns whether it has waited as long as it may. */
    boolean isLate() {
        return late;
    }

    /** Returns whether what the store tells another call holds for this one. */
    boolean isLike(Waiter other) {
        return Arrays.equals(request.fingerprint(), other.request.fingerprint())
                && request.maxAttempts() == other.request.maxAttempts()
                && request.onAbandoned() == other.request.onAbandoned();
    }

    /** Ends the wait if it still waits then, counted from the first time that it has to wait. */
    void waitIn(SharedWait wait, Timer timer) {
        joined = wait;
        begin(timer);
        if (late) {
            wait.look();
        }
    }

    private synchronized void begin(Timer timer) {
        if (limit == null && !isDone()) {
            limit = timer.after(atMost, this::tooLate);
        }
    }

    private void tooLate() {
        late = true;
        SharedWait wait = joined;
        if (wait != null) {
            wait.look();
        }
    }

    /** Ends the wait because nobody needs its reply. A claim that is under way may still be granted. */
    public void leave() {
        late = true;
        SharedWait wait = joined;
        if (wait != null && wait.left(this)) {
            end(null, new CancellationException("Nobody waits any more"));
        }
    }

    /** Ends the wait with a reply or a failure. */
    void end(@Nullable ClaimReply reply, @Nullable Throwable failure) {
        if (reply == null) {
            completeExceptionally(failure == null ? new IllegalStateException("No reply") : failure);
        } else {
            complete(reply);
        }
        cancelLimit();
    }

    private synchronized void cancelLimit() {
        if (limit != null) {
            limit.cancel();
        }
    }
}
