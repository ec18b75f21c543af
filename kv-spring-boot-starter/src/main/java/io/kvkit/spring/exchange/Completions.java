package io.kvkit.spring.exchange;

import io.kvkit.call.Failures;
import io.kvkit.call.KvRejectedException;
import io.kvkit.call.Quietly;
import io.kvkit.store.KvException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The completions that wait for one response. Each is completed once. */
final class Completions {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final List<PendingCompletion> waiting = new ArrayList<>(1);
    private final List<Runnable> after = new ArrayList<>(0);
    private volatile boolean empty = true;
    private volatile boolean over;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Throwable noted;

    /**
     * Adds a completion, unless it comes too late; returns whether it did not.
     *
     * @param isFirst called before the first one is added
     */
    boolean add(PendingCompletion completion, Runnable isFirst) {
        synchronized (waiting) {
            if (over) {
                return false;
            }
            if (empty) {
                isFirst.run();
            }
            waiting.add(completion);
            empty = false;
            return true;
        }
    }

    /** Adds an action for when the response has ended. */
    void after(Runnable action) {
        synchronized (waiting) {
            if (!over) {
                after.add(action);
                return;
            }
        }
        action.run();
    }

    /** Runs what was added for when the response has ended. */
    void runAfter() {
        List<Runnable> actions;
        synchronized (waiting) {
            actions = List.copyOf(after);
            after.clear();
        }
        actions.forEach(Quietly::tell);
    }

    /** Marks the request as over. Completions that are added later are abandoned. */
    void end() {
        synchronized (waiting) {
            over = true;
        }
    }

    /** Marks the request as over unless a completion waits; returns whether it is over now. */
    boolean endIfEmpty() {
        synchronized (waiting) {
            over |= empty;
            return over;
        }
    }

    boolean isOver() {
        return over;
    }

    boolean isEmpty() {
        return empty;
    }

    void failed(Throwable thrown) {
        Throwable cause = Failures.unwrap(thrown);
        noted = cause;
        if (isHandled()) {
            failure = new AnswerNotWrittenException(cause);
        } else if (cause instanceof KvRejectedException || cause instanceof KvException) {
            failure = cause;
        }
    }

    /** Returns whether a response with this status is an outcome. */
    boolean isFinal(int status) {
        return failure == null && FinalStatus.isFinal(status);
    }

    CompletionStage<@Nullable Void> close(RecordedResponse response) {
        if (isFinal(response.status())) {
            return each(completion -> completion.finish(response));
        }
        // The component that maps an error chooses its status, not the handler.
        Throwable error = failure == null ? noted : failure;
        return abandon(error == null ? new StatusNotFinalException(response.status()) : error);
    }

    CompletionStage<@Nullable Void> abandon(Throwable reason) {
        Throwable cause = failure instanceof AnswerNotWrittenException notWritten ? notWritten : reason;
        return each(completion -> completion.abandon(cause));
    }

    private boolean isHandled() {
        synchronized (waiting) {
            return waiting.stream().anyMatch(PendingCompletion::isHandled);
        }
    }

    private CompletionStage<@Nullable Void> each(Function<PendingCompletion, CompletionStage<?>> step) {
        List<PendingCompletion> taken = take();
        CompletableFuture<?>[] ends = new CompletableFuture<?>[taken.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = quietly(taken.get(i), step);
        }
        return CompletableFuture.allOf(ends);
    }

    private List<PendingCompletion> take() {
        synchronized (waiting) {
            List<PendingCompletion> taken = List.copyOf(waiting);
            waiting.clear();
            empty = true;
            return taken;
        }
    }

    private static CompletableFuture<?> quietly(
            PendingCompletion completion, Function<PendingCompletion, CompletionStage<?>> step) {
        try {
            return step.apply(completion).toCompletableFuture().handle((done, thrown) -> {
                if (thrown != null) {
                    warn(Failures.unwrap(thrown));
                }
                return done;
            });
        } catch (RuntimeException thrown) {
            warn(thrown);
            return CompletableFuture.completedFuture(null);
        }
    }

    private static void warn(Throwable thrown) {
        LOG.warn("The outcome of a request could not be recorded; the answer is not changed: {}", thrown.toString());
    }
}
