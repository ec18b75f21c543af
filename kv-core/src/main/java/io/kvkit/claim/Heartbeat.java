package io.kvkit.claim;

import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The renewal of claims while their owners work, on one timer.
 *
 * <p>A claim is renewed at a third of its lease. A renewal that fails is tried again at a tenth of the lease. The claim
 * counts as lost when the store says so, or when a whole lease has passed since the last renewal that came through was
 * sent.
 */
public final class Heartbeat {

    /** The renewal of one claim. */
    public interface Beat {

        /** Ends the renewal; the claim itself stays as it is. */
        void cancel();

        /** Whether the claim is lost: the store said so, or no renewal came through for a whole lease. */
        boolean lost();
    }

    /** How long a claim is renewed unless something else is said. */
    public static final Duration MAX_RUN_TIME = Duration.ofHours(1);

    private final Timer timer;
    private final Duration maxRunTime;

    /**
     * Renewal on a timer.
     *
     * @param maxRunTime how long a claim is renewed at most, so that an owner that hangs does not hold it for ever
     */
    Heartbeat(Timer timer, Duration maxRunTime) {
        this.timer = timer;
        this.maxRunTime = maxRunTime;
    }

    Beat start(long leaseMillis, Supplier<CompletionStage<Boolean>> renewal, Runnable onLost) {
        Pulse pulse = new Pulse(timer, leaseMillis, renewal, onLost);
        pulse.start(maxRunTime);
        return pulse;
    }

    private static final class Pulse implements Beat {

        private final Timer timer;
        private final Duration lease;
        private final Duration pause;
        private final Duration retry;
        private final Supplier<CompletionStage<Boolean>> renewal;
        private final Runnable onLost;
        private Timer.@Nullable Scheduled next;
        private Timer.@Nullable Scheduled expiry;
        private Timer.@Nullable Scheduled limit;
        private boolean renewing = true;
        private boolean ended;
        private boolean lost;

        private Pulse(Timer timer, long leaseMillis, Supplier<CompletionStage<Boolean>> renewal, Runnable onLost) {
            this.timer = timer;
            this.lease = Duration.ofMillis(leaseMillis);
            this.pause = lease.dividedBy(3);
            this.retry = lease.dividedBy(10);
            this.renewal = renewal;
            this.onLost = onLost;
        }

        private synchronized void start(Duration maxRunTime) {
            expiry = timer.after(lease, this::lose);
            limit = timer.after(maxRunTime, this::stopRenewing);
            next = timer.after(pause, this::renew);
        }

        private void renew() {
            Timer.Scheduled newExpiry;
            synchronized (this) {
                if (ended || !renewing) {
                    return;
                }
                newExpiry = timer.after(lease, this::lose);
            }
            renewal.get().whenComplete((kept, failure) -> renewed(kept, newExpiry));
        }

        private void renewed(@Nullable Boolean kept, Timer.Scheduled newExpiry) {
            if (Boolean.FALSE.equals(kept)) {
                newExpiry.cancel();
                lose();
                return;
            }
            synchronized (this) {
                Timer.Scheduled outdated = kept == null || ended ? newExpiry : expiry;
                drop(outdated);
                if (ended) {
                    return;
                }
                expiry = kept == null ? expiry : newExpiry;
                next = renewing ? timer.after(kept == null ? retry : pause, this::renew) : null;
            }
        }

        private synchronized void stopRenewing() {
            renewing = false;
            drop(next);
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
            drop(limit);
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
