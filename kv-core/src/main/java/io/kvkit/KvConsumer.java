package io.kvkit;

import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.store.KvException;
import java.util.function.Consumer;

/**
 * The events of one consumer: those of {@code @DedupeEvent} methods with its name. Instances are safe for use by
 * several threads.
 *
 * <pre>{@code
 * boolean now = client.consumer("shipping").processOnce(event.id(), () -> ship(event));
 * }</pre>
 *
 * @since 0.1
 */
public interface KvConsumer {

    /**
     * Processes an event that was not processed before, and returns whether it did.
     *
     * @param work runs on the calling thread; if it throws an exception, the next delivery processes the event
     * @throws io.kvkit.recipe.once.EventInProgressException if another delivery is being processed; depending on the
     *     settings of the consumer, immediately or after a wait
     * @throws KvException if the store fails, unless the settings of the consumer let the event pass
     */
    boolean processOnce(Object eventId, Runnable work);

    /** Processes an event as {@link #processOnce} does, and gives the work its context. */
    boolean processOnceWith(Object eventId, Consumer<? super IdempotencyContext> work);

    /**
     * Marks an event as processed in one step, and returns whether it was processed before. If another delivery is being
     * processed, or its attempts are counted or held, this decides, waits or fails as {@link #processOnce} does.
     *
     * <p>The event is marked before the work: if the work then fails, the event is lost. Use {@link #processOnce} to avoid
     * this.
     *
     * @throws KvException if the store fails, whatever the settings of the consumer say
     */
    boolean alreadyProcessed(Object eventId);

    /**
     * Begins to process an event by hand: the caller processes it, and ends that with the handle. It asks no
     * reconciler: {@code onAbandoned} says what happens to an event whose process died.
     *
     * @throws io.kvkit.recipe.once.EventOutcomeUnknownException if the event is held
     * @throws io.kvkit.recipe.once.EventParkedException if the event is parked
     * @throws KvException if the store fails
     */
    Begun<Void> begin(Object eventId);

    /** Returns the handle of an event whose processing began elsewhere, see {@link KvOperation#resume}. */
    KvHandle<Void> resume(Object eventId, String written);

    /** Returns whether an event was processed, without claiming it. */
    boolean isProcessed(Object eventId);

    /** Returns the events that ask a reconciler when they take over an event whose process died. */
    KvConsumer reconciledBy(Reconciler reconciler);

    /**
     * Returns what is stored for an event, and changes nothing.
     *
     * @throws KvException if the store fails
     */
    StoredEntry explain(Object eventId);

    /** Returns the events of one owner, such as a tenant: those of annotations whose {@code scope} has this value. */
    KvConsumer scoped(Object owner);
}
