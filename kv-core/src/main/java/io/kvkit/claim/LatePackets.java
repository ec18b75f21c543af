package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Undoes again and again what may still be on its way to the store. A packet that a network lost sight of can arrive
 * after what was sent later over another connection, for as long as TCP lets segments live: two minutes (RFC 9293).
 */
final class LatePackets {

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private LatePackets() {}

    /**
     * Carries out a step that may be repeated, ever more seldom, and the last time when nothing can be late any more.
     */
    static void outlast(Timer timer, Supplier<CompletionStage<FailReply>> step) {
        after(timer, step, FIRST_PAUSE, LONGEST_LIFE);
    }

    private static void after(Timer timer, Supplier<CompletionStage<FailReply>> step, Duration pause, Duration left) {
        Duration next = pause.compareTo(left) < 0 ? pause : left;
        timer.after(next, () -> {
            Failures.caught(step);
            if (left.compareTo(next) > 0) {
                after(timer, step, pause.multipliedBy(2), left.minus(next));
            }
        });
    }
}
