package io.kvkit.claim;

import io.kvkit.call.Backoff;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a step that got no answer. Only for steps that give the same reply to the same token.
 *
 * @since 0.1
 */
public final class Resend {

    private Resend() {}

    /**
     * Sends a step, and sends it once more if its reply is lost. A step that reached its deadline is not sent again,
     * because a call has one deadline and not two.
     *
     * @param onUnknown runs if the outcome is still unknown, before the stage fails
     */
    public static <R> CompletionStage<R> once(Supplier<CompletionStage<R>> step, Runnable onUnknown) {
        return Failures.caught(step).exceptionallyCompose(failure -> {
            if (!isUnknown(failure)) {
                return failed(failure);
            }
            if (isLate(failure)) {
                onUnknown.run();
                return failed(failure);
            }
            return Failures.caught(step).exceptionallyCompose(again -> {
                onUnknown.run();
                return failed(stillUnknown(failure, again));
            });
        });
    }

    private static <R> CompletionStage<R> failed(Throwable failure) {
        return CompletableFuture.failedFuture(Failures.unwrap(failure));
    }

    // A change that was made, but is not durable in time, has had its time too.
    private static boolean isLate(Throwable failure) {
        return Failures.unwrap(failure) instanceof KvException error
                && (error.kind() == Kind.TIMEOUT || error.isNotDurable());
    }

    private static boolean isUnknown(Throwable failure) {
        return Failures.unwrap(failure) instanceof KvException error && error.outcome() == Outcome.UNKNOWN;
    }

    // The first attempt may have been carried out, whatever the outcome of the second.
    private static Throwable stillUnknown(Throwable first, Throwable second) {
        Throwable unknown = Failures.unwrap(first);
        Throwable later = Failures.unwrap(second);
        if (later != unknown) {
            unknown.addSuppressed(later);
        }
        return unknown;
    }

    /**
     * Sends a step, and repeats it in the background if it fails, unless the store is closed.
     *
     * @param atMost the maximum time of the repetitions
     * @param end if the step fails, receives once the reply, or the last failure when the time is over
     * @return the outcome of the first attempt
     */
    public static <R> CompletionStage<R> inBackground(
            Timer timer,
            Duration atMost,
            Supplier<CompletionStage<R>> step,
            BiConsumer<@Nullable R, @Nullable Throwable> end) {
        return Failures.caught(step).whenComplete((reply, failed) -> {
            Throwable failure = failed == null ? null : Failures.unwrap(failed);
            if (isClosed(failure)) {
                end.accept(null, failure);
            } else if (failure != null) {
                new Background<>(timer, step, failure, end).start(atMost);
            }
        });
    }

    private static boolean isClosed(@Nullable Throwable failure) {
        return failure instanceof KvException error && error.isClosed();
    }

    /** Repeats a step, with growing pauses, until the store answers or the time is over. */
    private static final class Background<R> {

        private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

        private final Timer timer;
        private final Supplier<CompletionStage<R>> step;
        private final BiConsumer<@Nullable R, @Nullable Throwable> end;
        private Timer.@Nullable Scheduled limit;
        private Timer.@Nullable Scheduled next;
        private volatile Throwable failure;
        private boolean over;

        Background(
                Timer timer,
                Supplier<CompletionStage<R>> step,
                Throwable failure,
                BiConsumer<@Nullable R, @Nullable Throwable> end) {
            this.timer = timer;
            this.step = step;
            this.failure = failure;
            this.end = end;
        }

        private synchronized void start(Duration atMost) {
            limit = timer.after(atMost, this::expire);
            next = timer.after(BACKOFF.pause(0), () -> repeat(1));
        }

        private void repeat(int again) {
            if (leavesPause()) {
                Failures.caught(step).whenComplete((reply, failed) -> heard(again, reply, failed));
            }
        }

        private synchronized boolean leavesPause() {
            next = null;
            return !over;
        }

        private void heard(int again, @Nullable R reply, @Nullable Throwable failed) {
            if (failed == null) {
                end(reply, null);
            } else if (!pauses(again, Failures.unwrap(failed))) {
                end(null, Failures.unwrap(failed));
            }
        }

        private synchronized boolean pauses(int again, Throwable why) {
            if (over || isClosed(why)) {
                return false;
            }
            failure = why;
            next = timer.after(BACKOFF.pause(again), () -> repeat(again + 1));
            return true;
        }

        // Waits for a step that is under way, because its answer may still arrive.
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
}
