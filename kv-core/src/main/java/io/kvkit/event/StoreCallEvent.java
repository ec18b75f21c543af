package io.kvkit.event;

import io.kvkit.store.KvException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call of a store. A batch failed if none of its keys succeeded; of a batch on several parts those
 * keys count that the circuit breakers let through.
 *
 * @param operation the name of the call, of which there are few: {@code get}, or that of a script such as {@code claim}
 * @param outcome what became of it
 * @param failure how it failed; null unless it is {@link Outcome#FAILED}
 * @param took how long it took; zero if it was not made
 * @since 0.1
 */
public record StoreCallEvent(String operation, Outcome outcome, KvException.@Nullable Kind failure, Duration took)
        implements KvEvent {

    /** What became of a call. */
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

    /** The end of a call that was made, with its failure if it has one. */
    public static StoreCallEvent ended(String operation, KvException.@Nullable Kind failure, Duration took) {
        return new StoreCallEvent(operation, failure == null ? Outcome.OK : Outcome.FAILED, failure, took);
    }

    /** A call that was not made. */
    public static StoreCallEvent refused(String operation, Outcome why) {
        return new StoreCallEvent(operation, why, null, Duration.ZERO);
    }
}
