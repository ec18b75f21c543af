package io.kvkit.call;

import io.kvkit.store.KvException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits on the caller's thread for stages that may take long, until they end or the thread is interrupted.
 *
 * @since 0.1
 */
public final class Waits {

    // An answer that is about to arrive is still accepted, so that a call works as usual on a thread that was
    // interrupted before.
    private static final long GRACE_MILLIS = 300;

    private Waits() {}

    /**
     * Waits for a stage and throws its failure unwrapped. An interrupt ends the wait after a moment, and the thread
     * stays interrupted.
     *
     * @param abandon runs if the wait ends before the stage does; the stage may still give a result that then has no
     *     owner
     * @throws KvException of kind TRANSIENT and with outcome NOT_APPLIED, if the thread is interrupted
     */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage, Runnable abandon) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw Failures.<RuntimeException>sneaky(Failures.unwrap(e));
        } catch (InterruptedException e) {
            return lastly(future, abandon, e);
        }
    }

    private static <T extends @Nullable Object> T lastly(
            CompletableFuture<T> future, Runnable abandon, InterruptedException interrupt) {
        try {
            return future.get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Failures.<RuntimeException>sneaky(Failures.unwrap(e));
        } catch (InterruptedException | TimeoutException e) {
            abandon.run();
            throw KvException.interrupted(interrupt);
        } finally {
            Thread.currentThread().interrupt();
        }
    }
}
