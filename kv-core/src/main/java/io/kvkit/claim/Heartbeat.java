package io.kvkit.claim;

import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The renewal of one claim.
 *
 * <p>A claim is renewed at a third of its lease. A failed renewal is repeated after a tenth of the lease. The claim
 * counts as lost if the store says so, or if a whole lease has passed since the last successful renewal was sent.
 *
 * @since 0.1
 */
public interface Heartbeat {

    /**
     * Starts the renewal of a claim that was just won.
     *
     * @param longest how long the claim is renewed at most
     * @param renewal renews the claim; the result is false if it is lost
     * @param onLost runs once if the claim is lost, on a thread of the timer or the store; must not block
     */
    static Heartbeat start(
            Timer timer,
            Duration lease,
            Duration longest,
            Supplier<CompletionStage<Boolean>> renewal,
            Runnable onLost) {
        return new Pulse(timer, lease.toNanos(), longest.toNanos(), renewal, onLost).start();
    }

    /** Ends the renewal; the claim itself is unchanged. */
    void cancel();

    /**
     * Called when a step that ends the claim is under way. A renewal that finds no claim then ends without telling of a loss,
     * because the step may have ended the claim already; the answer to the step tells.
     */
    default void ending() {}

    /** Ends the renewal of a claim that another step found to be lost. */
    void lose();

    /** Returns whether the claim is lost: the store said so, or no renewal succeeded for a whole lease. */
    boolean lost();
}
