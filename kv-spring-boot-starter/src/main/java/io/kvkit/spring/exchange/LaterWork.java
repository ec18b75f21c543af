package io.kvkit.spring.exchange;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that a handler has returned: it begins later, or never. Instances are safe for use by several threads. */
public final class LaterWork {

    private final AtomicBoolean decided = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * Begins the work.
     *
     * @throws CancellationException if it was given up before
     */
    public void begin() {
        if (!decided.compareAndSet(false, true)) {
            throw new CancellationException("The request ended before its work began");
        }
    }

    /** Ends the work. */
    public void end() {
        ended.complete(null);
    }

    /** Returns a stage that completes when the work has ended. If it has not begun, it never will. */
    public CompletionStage<Void> giveUp() {
        if (decided.compareAndSet(false, true)) {
            end();
        }
        return ended;
    }
}
