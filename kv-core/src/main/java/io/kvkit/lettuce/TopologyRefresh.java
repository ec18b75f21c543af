package io.kvkit.lettuce;

import io.lettuce.core.RedisException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the slot map of a cluster: every 30 seconds, soon after there was reason to doubt it, and repeatedly while
 * no node answers.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class TopologyRefresh {

    private static final long PERIOD_MILLIS = 30_000;
    private static final long PAUSE_MILLIS = 100;
    private static final long RETRY_MILLIS = 500;

    private final Driver driver;
    private final LinkLog log;
    private final Supplier<CompletionStage<Topology>> question;
    private final Consumer<Topology> taking;
    private final FirstAttempt firstLook = new FirstAttempt();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Throwable failure;
    private volatile CompletableFuture<Void> nextLook = new CompletableFuture<>();
    private volatile boolean closed;

    /**
     * Creates a refresh that has not started.
     *
     * @param question asks the nodes
     * @param taking applies the answer
     */
    TopologyRefresh(
            Driver driver, LinkLog log, Supplier<CompletionStage<Topology>> question, Consumer<Topology> taking) {
        this.driver = driver;
        this.log = log;
        this.question = question;
        this.taking = taking;
    }

    void start() {
        looking.set(true);
        look();
        lookRegularly();
    }

    /** Returns the first query, which may have failed. */
    FirstAttempt firstLook() {
        return firstLook;
    }

    /** Returns why the last query failed; null if it succeeded. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Queries soon; the stage completes when the query has ended. */
    CompletionStage<Void> nextLook() {
        CompletableFuture<Void> look = nextLook;
        lookSoon();
        return look;
    }

    /** Queries after a moment, once for all requests in the meantime. */
    void lookSoon() {
        lookAfter(PAUSE_MILLIS);
    }

    void close() {
        closed = true;
        ended();
    }

    private void lookRegularly() {
        driver.later(
                () -> {
                    lookSoon();
                    lookRegularly();
                },
                PERIOD_MILLIS);
    }

    private void lookAfter(long millis) {
        if (!closed && looking.compareAndSet(false, true)) {
            driver.later(this::look, millis);
        }
    }

    private void look() {
        question.get().whenComplete((view, broken) -> {
            looking.set(false);
            try {
                if (view != null) {
                    failure = null;
                    taking.accept(view);
                } else {
                    inVain(broken);
                }
            } finally {
                ended();
            }
        });
    }

    private void ended() {
        CompletableFuture<Void> look = nextLook;
        nextLook = new CompletableFuture<>();
        firstLook.ended();
        look.complete(null);
    }

    private void inVain(@Nullable Throwable broken) {
        Throwable why = broken == null ? new RedisException("no node of the cluster answered") : broken;
        failure = why;
        if (!closed) {
            log.failed(why);
            lookAfter(RETRY_MILLIS);
        }
    }
}
