package io.kvkit;

import io.kvkit.claim.StoredEntry;
import io.kvkit.store.KvException;

/**
 * The events of one consumer: those of {@code @DedupeEvent} methods with its name.
 *
 * <pre>{@code
 * boolean now = client.consumer("shipping").processOnce(event.id(), () -> ship(event));
 * }</pre>
 */
public interface KvConsumer {

    /**
     * Processes an event that was not processed before, and tells whether it did.
     *
     * @param work is done on this thread; if it throws, the event is left to its next delivery
     * @throws io.kvkit.recipe.once.EventInProgressException if another delivery is being processed, at once or after
     *     waiting for it, as the consumer is set
     * @throws KvException if the store fails and the consumer is set to fail then
     */
    boolean processOnce(Object eventId, Runnable work);

    /**
     * Tells what is stored for an event, and changes nothing.
     *
     * @throws KvException if the store fails
     */
    StoredEntry explain(Object eventId);

    /** The events of one owner, as of a tenant: those of annotations whose {@code scope} gives the same. */
    KvConsumer scoped(Object owner);
}
