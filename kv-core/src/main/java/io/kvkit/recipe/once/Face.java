package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.time.Duration;

/**
 * The two faces of work that runs once. They share every step and differ in what they report.
 *
 * @since 0.1
 */
public enum Face {
    /** Calls with a key of their caller, such as payments. */
    IDEMPOTENCY(
            true,
            "A call outlived its lease and its key was taken or decided about: how it ended is not stored",
            "A call succeeded, but its result could not be stored: a repetition will run again"),
    /** Events that may be delivered several times. */
    DEDUPE(
            false,
            "A consumer outlived its lease and its event was taken or decided about: how it ended is not stored",
            "An event was processed, but that could not be stored: it may be processed again");

    private static final String NOT_DURABLE =
            "A success is stored, but is not known to be durable: if the server fails now, a repetition may run again";

    private final boolean alone;
    private final String stale;
    private final String completionLost;

    Face(boolean alone, String stale, String completionLost) {
        this.alone = alone;
        this.stale = stale;
        this.completionLost = completionLost;
    }

    /** Returns the exception for a call while another one runs. */
    KvRejectedException inProgress(Duration retryAfter) {
        return this == IDEMPOTENCY
                ? new IdempotencyInProgressException(retryAfter)
                : new EventInProgressException(retryAfter);
    }

    /** Returns the exception for a call while it is unknown whether an earlier one had an effect. */
    KvRejectedException outcomeUnknown(long fence) {
        return this == IDEMPOTENCY
                ? new IdempotencyOutcomeUnknownException(fence)
                : new EventOutcomeUnknownException(fence);
    }

    /** Returns the exception for a call after too many attempts have failed. */
    KvRejectedException parked(int attempts) {
        return this == IDEMPOTENCY ? new IdempotencyParkedException(attempts) : new EventParkedException(attempts);
    }

    /** Returns whether this process runs at most one call per key while the store fails. */
    boolean isAlone() {
        return alone;
    }

    /** Returns the log message for a call that ended after another one had taken its key. */
    String stale() {
        return stale;
    }

    /** Returns the log message for a success that could not be stored. */
    String completionLost() {
        return completionLost;
    }

    /** Returns the log message for a success that is stored and may be lost with the server. */
    String notDurable() {
        return NOT_DURABLE;
    }
}
