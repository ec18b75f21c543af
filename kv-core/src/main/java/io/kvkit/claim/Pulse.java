package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renews a claim while its owner works. A claim that ends within a third of its lease, as most claims do, costs one task
 * of the timer.
 */
final class Pulse implements Heartbeat {

    private final Timer timer;
    private final long lease;
    private final long longest;
    private final Supplier<CompletionStage<Boolean>> renewal;
    private final Runnable onLost;
    private Timer.@Nullable Scheduled next;
    private Timer.@Nullable Scheduled expiry;
    private long waited;
    private boolean ending;
    private boolean ended;
    private boolean lost;

    /** Creates the renewal of a lease in nanoseconds, for at most a time in nanoseconds. */
    Pulse(Timer timer, long lease, long longest, Supplier<CompletionStage<Boolean>> renewal, Runnable onLost) {
        this.timer = timer;
        this.lease = lease;
        this.longest = longest;
        this.renewal = renewal;
        this.onLost = onLost;
    }

    synchronized Pulse start() {
        next = renewAfter(lease / 3);
        if (next == null) {
            expiry = loseAfter(lease);
        }
        return this;
    }

    private Timer.@Nullable Scheduled renewAfter(long pause) {
        waited += pause;
        return waited < longest ? timer.after(Duration.ofNanos(pause), this::renew) : null;
    }

    private Timer.Scheduled loseAfter(long pause) {
        return timer.after(Duration.ofNanos(pause), this::lose);
    }

    private void renew() {
        Timer.Scheduled newExpiry;
        synchronized (this) {
            if (ended) {
                return;
            }
            if (expiry == null) {
                expiry = loseAfter(lease - waited);
            }
            newExpiry = loseAfter(lease);
        }
        Failures.caught(renewal).whenComplete((kept, failure) -> renewed(kept, newExpiry));
    }

    private void renewed(@Nullable Boolean kept, Timer.Scheduled newExpiry) {
        if (Boolean.FALSE.equals(kept)) {
            newExpiry.cancel();
            notKept();
            return;
        }
        synchronized (this) {
            drop(kept == null || ended ? newExpiry : expiry);
            if (!ended) {
                expiry = kept == null ? expiry : newExpiry;
                next = renewAfter(kept == null ? lease / 10 : lease / 3);
            }
        }
    }

    private void notKept() {
        boolean byItself;
        synchronized (this) {
            byItself = ending;
        }
        if (byItself) {
            cancel();
        } else {
            lose();
        }
    }

    @Override
    public synchronized void ending() {
        ending = true;
    }

    @Override
    public void lose() {
        if (end(true)) {
            onLost.run();
        }
    }

    @Override
    public void cancel() {
        end(false);
    }

    private synchronized boolean end(boolean byLoss) {
        if (ended) {
            return false;
        }
        ended = true;
        lost = byLoss;
        drop(next);
        drop(expiry);
        return true;
    }

    private static void drop(Timer.@Nullable Scheduled task) {
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    public synchronized boolean lost() {
        return lost;
    }
}
