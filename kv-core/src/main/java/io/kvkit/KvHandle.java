package io.kvkit;

import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.store.KvException;
import org.jspecify.annotations.Nullable;

/**
 * A call that was begun by hand, until it is ended. Its lease is not renewed by itself: when it ends, another call may take
 * over.
 *
 * <p>Each step may be repeated, and gives the same answer. Methods throw a {@link KvException} if the store fails. Instances
 * are safe for use by several threads.
 *
 * @param <T> the type of the result
 * @since 0.1
 */
public interface KvHandle<T> {

    /** Returns a number that is higher than that of every earlier attempt with the key. */
    long fence();

    /** Returns the number of the attempt, from 1. */
    int attempt();

    /** Returns a key for another system, see {@link IdempotencyContext#downstreamKey}. */
    String downstreamKey(String step);

    /**
     * Returns a text with which the call can be ended by another thread, process or callback: see {@link
     * KvOperation#resume}. It is no secret, but whoever has it can end the call.
     */
    String written();

    /** Stores the result and ends the call. Returns false if another call has taken the key: nothing was stored then. */
    boolean complete(@Nullable T result);

    /** Ends the call without a result and frees the key. Returns false if another call has taken it. */
    boolean fail();

    /** Ends the call without knowing its outcome: the key is held until someone resolves it. False as for {@link #fail}. */
    boolean hold();

    /** Extends the lease. Returns false if the claim is lost. */
    boolean renew();

    /** Returns the same handle without blocking. */
    AsyncKvHandle<T> async();
}
