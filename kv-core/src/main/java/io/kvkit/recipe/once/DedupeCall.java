package io.kvkit.recipe.once;

import io.kvkit.store.Key;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the dedupe guard knows of one event and one consumer.
 *
 * @param key the record of the event, apart for each consumer
 * @param lease how long a consumer that died blocks the event; renewed while the event is processed
 * @param retention how long the event is known as processed
 * @param inProgress what happens to a duplicate of an event that is being processed
 * @param duplicateResult gives the result of a call that is answered as a duplicate
 * @param onStoreFailure what happens when the store cannot be asked
 */
public record DedupeCall(
        Key key,
        Duration lease,
        Duration retention,
        InProgress inProgress,
        Supplier<? extends @Nullable Object> duplicateResult,
        OnStoreFailure onStoreFailure) {

    /** What happens to a duplicate of an event that is being processed. */
    public enum InProgress {
        /** It waits for one lease at most, then it is refused. */
        WAIT,
        /** It is refused at once. */
        REJECT
    }

    /** What happens to an event when the store cannot be asked. */
    public enum OnStoreFailure {
        /** It is refused with the store's error, so that its sender delivers it again. */
        FAIL,
        /** It is processed, perhaps once more. */
        PROCEED
    }

    public DedupeCall {
        Ttl.of(lease);
        Ttl.of(retention);
    }
}
