package io.kvkit.tck;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/**
 * Waits for what real servers, connections or threads must bring about, however slow the machine is: only a hang ends it
 * otherwise.
 */
public final class Eventually {

    /** How long anything may take that is not about time. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration BETWEEN = Duration.ofMillis(10);

    private Eventually() {}

    /** Waits until a fact holds. */
    public static void until(String what, Callable<Boolean> fact) {
        await(what).until(fact);
    }

    /** Waits until a fact holds. */
    public static void until(Callable<Boolean> fact) {
        until("a fact", fact);
    }

    /** Waits until a question, which may fail meanwhile, is answered with yes. */
    static void untilAnswered(String what, Callable<Boolean> question) {
        await(what).ignoreExceptions().until(question);
    }

    /** Waits until assertions hold. */
    public static void asserted(ThrowingRunnable assertions) {
        await("an assertion").untilAsserted(assertions);
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(BETWEEN);
    }
}
