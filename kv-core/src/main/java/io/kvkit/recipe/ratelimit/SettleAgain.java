package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a settlement that was not carried out, until the lease of its reservation has ended. One that may have been
 * carried out is not repeated, because it could charge its cost twice.
 *
 * @param every how long to wait before each repetition
 * @param settlement sends it
 */
record SettleAgain(Timer timer, Duration every, Supplier<CompletionStage<Void>> settlement) {

    private static final int TIMES = 9;

    static SettleAgain within(Timer timer, Duration lease, Supplier<CompletionStage<Void>> settlement) {
        return new SettleAgain(timer, lease.dividedBy(TIMES + 1), settlement);
    }

    /** Sends it, and repeats it in the background. The stage is that of the first time. */
    CompletionStage<Void> start() {
        return send(TIMES);
    }

    private CompletionStage<Void> send(int left) {
        return Failures.caught(settlement).whenComplete((done, failure) -> {
            if (left > 0 && isNotApplied(failure)) {
                timer.after(every, () -> send(left - 1));
            }
        });
    }

    private static boolean isNotApplied(@Nullable Throwable failure) {
        return failure != null
                && Failures.unwrap(failure) instanceof KvException known
                && known.outcome() == Outcome.NOT_APPLIED;
    }
}
