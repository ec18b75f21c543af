package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats in the background a step that failed, ever more slowly, until the store answers or the time is over. */
final class Perseverance<R> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Timer timer;
    private final Supplier<CompletionStage<R>> step;
    private final BiConsumer<@Nullable R, @Nullable Throwable> end;
    private Timer.@Nullable Scheduled limit;
    private Timer.@Nullable Scheduled next;
    private volatile Throwable failure;
    private boolean over;

    private Perseverance(
            Timer timer,
            Supplier<CompletionStage<R>> step,
            Throwable failure,
            BiConsumer<@Nullable R, @Nullable Throwable> end) {
        this.timer = timer;
        this.step = step;
        this.failure = failure;
        this.end = end;
    }

    /**
     * Carries out a step, and repeats it if it fails.
     *
     * @param atMost how long it is repeated
     * @param end if the step is repeated, hears once: the reply, or the last failure when the time is over
     * @return how the first attempt ends
     */
    static <R> CompletionStage<R> carryOut(
            Timer timer,
            Duration atMost,
            Supplier<CompletionStage<R>> step,
            BiConsumer<@Nullable R, @Nullable Throwable> end) {
        return Failures.caught(step).whenComplete((reply, failure) -> {
            if (failure != null) {
                new Perseverance<>(timer, step, Failures.unwrap(failure), end).start(atMost);
            }
        });
    }

    private synchronized void start(Duration atMost) {
        limit = timer.after(atMost, this::expire);
        next = timer.after(FIRST_PAUSE, () -> repeat(FIRST_PAUSE));
    }

    private void repeat(Duration pause) {
        if (leavesPause()) {
            Failures.caught(step).whenComplete((reply, failed) -> heard(pause, reply, failed));
        }
    }

    private synchronized boolean leavesPause() {
        next = null;
        return !over;
    }

    private void heard(Duration pause, @Nullable R reply, @Nullable Throwable failed) {
        if (failed == null) {
            end(reply, null);
        } else if (!pauses(pause, Failures.unwrap(failed))) {
            end(null, Failures.unwrap(failed));
        }
    }

    private synchronized boolean pauses(Duration last, Throwable why) {
        if (over) {
            return false;
        }
        failure = why;
        Duration doubled = last.multipliedBy(2);
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        next = timer.after(pause, () -> repeat(pause));
        return true;
    }

    // A step that is under way is waited for: its answer may still come.
    private void expire() {
        if (expires()) {
            end.accept(null, failure);
        }
    }

    private synchronized boolean expires() {
        over = true;
        if (next != null) {
            next.cancel();
        }
        return next != null;
    }

    private void end(@Nullable R reply, @Nullable Throwable why) {
        synchronized (this) {
            if (limit != null) {
                limit.cancel();
            }
        }
        end.accept(reply, why);
    }
}
