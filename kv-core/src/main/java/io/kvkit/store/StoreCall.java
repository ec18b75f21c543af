package io.kvkit.store;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call that the store itself ends within its timeout, and whose end one listener hears before those who
 * wait for it.
 *
 * <p>A store may answer with such results. What is built around that store then needs neither a future of its own nor a
 * deadline of its own for the call.
 *
 * @since 0.1
 */
public class StoreCall<R extends @Nullable Object> extends CompletableFuture<R> {

    /** Hears the end of a call: once, on the thread that ends it. It must not block or throw. */
    @FunctionalInterface
    public interface Listener {

        /** The call has ended with an answer, which may be null, or with a failure. */
        void ended(@Nullable Object answer, @Nullable Throwable failure);
    }

    private static final Listener ENDED = (answer, failure) -> {};

    @SuppressWarnings("rawtypes") // an updater knows raw types only
    private static final AtomicReferenceFieldUpdater<StoreCall, Listener> LISTENER =
            AtomicReferenceFieldUpdater.newUpdater(StoreCall.class, Listener.class, "listener");

    @SuppressWarnings("UnusedVariable") // by the updater
    private volatile @Nullable Listener listener;

    /** Has a listener hear the end of the call; false if it has ended, ends just now, or has a listener. */
    public final boolean tell(Listener who) {
        return LISTENER.compareAndSet(this, null, who);
    }

    @Override
    public boolean complete(R value) {
        return ends(value, null) && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return ends(null, failure) && super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return ends(null, new CancellationException()) ? super.cancel(mayInterruptIfRunning) : isCancelled();
    }

    /** Runs once, before anyone hears of the end. */
    protected void ending() {}

    private boolean ends(@Nullable Object answer, @Nullable Throwable failure) {
        Listener heard = LISTENER.getAndSet(this, ENDED);
        if (heard == ENDED) {
            return false;
        }
        ending();
        if (heard != null) {
            heard.ended(answer, failure);
        }
        return true;
    }
}
