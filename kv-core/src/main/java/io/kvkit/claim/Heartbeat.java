package io.kvkit.claim;

import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

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
        Pulse pulse = new Pulse(timer, Duration.ofMillis(leaseMillis).toNanos(), maxRunTime.toNanos(), renewal, onLost);
        pulse.start();
        return pulse;
    }
}
