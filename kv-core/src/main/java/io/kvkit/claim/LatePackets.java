package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Repeatedly undoes a step that may still be on its way to the store. A delayed packet can arrive after a later one
 * that was sent over another connection, as long as TCP lets segments live: two minutes (RFC 9293).
 *
 * @since 0.1
 */
public final class LatePackets {

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private LatePackets() {}

    /** Runs a repeatable step at growing intervals, the last time when no packet can be late any more. */
    public static <R> void outlast(Timer timer, Supplier<CompletionStage<R>> step) {
        after(timer, step, FIRST_PAUSE, LONGEST_LIFE);
    }

    private static <R> void after(Timer timer, Supplier<CompletionStage<R>> step, Duration pause, Duration left) {
        Duration next = pause.compareTo(left) < 0 ? pause : left;
        timer.after(next, () -> {
            Failures.caught(step);
            if (left.compareTo(next) > 0) {
                after(timer, step, pause.multipliedBy(2), left.minus(next));
            }
        });
    }
}
