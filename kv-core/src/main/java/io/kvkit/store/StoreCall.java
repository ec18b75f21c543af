package io.kvkit.store;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call that the store itself ends within its timeout. One listener is notified of the end before the
 * callers that wait for it.
 *
 * <p>A store may return such results. A wrapper of that store then needs no future and no deadline of its own for the
 * call.
 *
 * @since 0.1
 */
public class StoreCall<R extends @Nullable Object> extends CompletableFuture<R> {

    /** Receives the end of a call: once, on the thread that ends it. It must not block or throw. */
    @FunctionalInterface
    public interface Listener {

        /** Called when the call has ended with an answer, which may be null, or with a failure. */
        void ended(@Nullable Object answer, @Nullable Throwable failure);
    }

    private static final Listener ENDED = (answer, failure) -> {};

    @SuppressWarnings("rawtypes") // an updater needs raw types
    private static final AtomicReferenceFieldUpdater<StoreCall, Listener> LISTENER =
            AtomicReferenceFieldUpdater.newUpdater(StoreCall.class, Listener.class, "listener");

    @SuppressWarnings("UnusedVariable") // used by the updater
    private volatile @Nullable Listener listener;

    /** Registers a listener for the end of the call. Returns false if the call has ended or has a listener already. */
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

    /** Called once, before the listener and the waiting callers. */
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
