package io.kvkit.call;

import io.kvkit.store.KvException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits on the caller's thread for what may take long, but not longer than until the thread is interrupted.
 *
 * @since 0.1
 */
public final class Waits {

    // What the store is about to answer is still heard: so a call works as ever on a thread that was interrupted
    // before.
    private static final long GRACE_MILLIS = 300;

    private Waits() {}

    /**
     * Blocks for a stage; its failure arrives unwrapped. An interrupt ends the wait, a moment later, and stays set.
     *
     * @param abandon is run when the wait ends without the stage, which may still give something that nobody takes
     * @throws KvException TRANSIENT and NOT_APPLIED, if the thread is interrupted
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
