package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renews claims while their owners work, on one timer.
 *
 * <p>A claim is renewed at a third of its lease. A failed renewal is repeated after a tenth of the lease. The claim
 * counts as lost if the store says so, or if a whole lease has passed since the last successful renewal was sent.
 *
 * @since 0.1
 */
public final class Heartbeat {

    /** The renewal of one claim. */
    public interface Beat {

        /** Ends the renewal; the claim itself is unchanged. */
        void cancel();

        /** Returns whether the claim is lost: the store said so, or no renewal succeeded for a whole lease. */
        boolean lost();
    }

    /** The default maximum time for which a claim is renewed. */
    public static final Duration MAX_RUN_TIME = Duration.ofHours(1);

    private final Timer timer;
    private final Duration maxRunTime;

    /**
     * Creates renewals on a timer.
     *
     * @param maxRunTime the maximum time for which a claim is renewed, so that an owner that hangs does not hold it for
     *     ever
     */
    Heartbeat(Timer timer, Duration maxRunTime) {
        this.timer = timer;
        this.maxRunTime = maxRunTime;
    }

    Beat start(long leaseMillis, Supplier<CompletionStage<Boolean>> renewal, Runnable onLost) {
        Pulse pulse = new Pulse(timer, Duration.ofMillis(leaseMillis).toNanos(), maxRunTime.toNanos(), renewal, onLost);
        pulse.start();
        return pulse;
    }

    /**
     * The renewal of one claim. A claim that ends within a third of its lease, as most claims do, costs one task of the
     * timer.
     */
    static final class Pulse implements Beat {

        private final Timer timer;
        private final long lease;
        private final long longest;
        private final Supplier<CompletionStage<Boolean>> renewal;
        private final Runnable onLost;
        private Timer.@Nullable Scheduled next;
        private Timer.@Nullable Scheduled expiry;
        private long waited;
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

        synchronized void start() {
            next = renewAfter(lease / 3);
            if (next == null) {
                expiry = loseAfter(lease);
            }
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
                lose();
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

        private void lose() {
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
}
