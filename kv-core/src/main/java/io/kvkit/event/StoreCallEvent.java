package io.kvkit.event;

import io.kvkit.store.KvException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a call of a store. A batch counts as failed if none of its keys succeeded; if the circuit breakers
 * refused some parts, only the keys of the other parts count.
 *
 * @param store the name of the store; {@code default} unless it has another
 * @param operation the name of the call, such as {@code get} or, for a script, {@code claim}; there are few names
 * @param outcome the outcome
 * @param failure the kind of the failure; null unless the outcome is {@link Outcome#FAILED}
 * @param tookNanos the duration of the call in nanoseconds; zero if it was not made
 * @since 0.1
 */
public record StoreCallEvent(
        String store, String operation, Outcome outcome, KvException.@Nullable Kind failure, long tookNanos)
        implements KvEvent {

    /** The outcome of a call. */
    public enum Outcome {
        /** The store answered. */
        OK,
        /** The call reached the store, and failed. */
        FAILED,
        /** The call was not made, because a circuit breaker is open. */
        BREAKER_OPEN,
        /** The call was not made, because too many calls are in flight. */
        TOO_MANY
    }

    /** Returns the event of a call that was made, with the kind of its failure if it failed. */
    public static StoreCallEvent ended(
            String store, String operation, KvException.@Nullable Kind failure, long tookNanos) {
        return new StoreCallEvent(store, operation, failure == null ? Outcome.OK : Outcome.FAILED, failure, tookNanos);
    }

    /** Returns the event of a call that was not made. */
    public static StoreCallEvent refused(String store, String operation, Outcome why) {
        return new StoreCallEvent(store, operation, why, null, 0);
    }

    /** Returns the duration of the call; zero if it was not made. */
    public Duration took() {
        return Duration.ofNanos(tookNanos);
    }
}
