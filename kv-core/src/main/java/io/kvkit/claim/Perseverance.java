package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats a step that failed, ever more slowly, until the store answers or the time is over. */
final class Perseverance<R> {

    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

    private final Timer timer;
    private final Supplier<CompletionStage<R>> step;
    private final BiConsumer<@Nullable R, @Nullable Throwable> end;
    private volatile boolean over;

    private Perseverance(
            Timer timer, Supplier<CompletionStage<R>> step, BiConsumer<@Nullable R, @Nullable Throwable> end) {
        this.timer = timer;
        this.step = step;
        this.end = end;
    }

    /** Repeats a step; {@code end} hears once: the reply, or the last failure when the time is over. */
    static <R> void run(
            Timer timer,
            Duration atMost,
            Supplier<CompletionStage<R>> step,
            BiConsumer<@Nullable R, @Nullable Throwable> end) {
        var perseverance = new Perseverance<>(timer, step, end);
        Timer.Scheduled limit = timer.after(atMost, () -> perseverance.over = true);
        perseverance.later(FIRST_DELAY, limit);
    }

    private void later(Duration delay, Timer.Scheduled limit) {
        timer.after(delay, () -> step.get().whenComplete((reply, failure) -> heard(delay, limit, reply, failure)));
    }

    private void heard(Duration delay, Timer.Scheduled limit, @Nullable R reply, @Nullable Throwable failure) {
        if (failure != null && !over) {
            Duration doubled = delay.multipliedBy(2);
            later(doubled.compareTo(LONGEST_DELAY) < 0 ? doubled : LONGEST_DELAY, limit);
            return;
        }
        limit.cancel();
        end.accept(reply, failure == null ? null : Failures.unwrap(failure));
    }
}
