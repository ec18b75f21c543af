package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.time.Duration;

/** The two faces of work that runs once: they share every step and differ in what they tell. */
public enum Face {
    /** Calls with a key of their caller's, as of a payment. */
    IDEMPOTENCY(
            true,
            "A call outlived its lease and another one took its key: what it gave is not stored",
            "A call succeeded, but its result could not be stored: a repetition will run again"),
    /** Events that may be delivered several times. */
    DEDUPE(
            false,
            "A consumer outlived its lease and another delivery took its event",
            "An event was processed, but that could not be stored: it may be processed again");

    private final boolean alone;
    private final String stale;
    private final String completionLost;

    Face(boolean alone, String stale, String completionLost) {
        this.alone = alone;
        this.stale = stale;
        this.completionLost = completionLost;
    }

    /** The refusal of a call while another one runs. */
    KvRejectedException inProgress(Duration retryAfter) {
        return this == IDEMPOTENCY
                ? new IdempotencyInProgressException(retryAfter)
                : new EventInProgressException(retryAfter);
    }

    /** Whether this process runs no two calls with one key while the store cannot be asked. */
    boolean isAlone() {
        return alone;
    }

    /** What operators are told when a call ended after another one had taken its key. */
    String stale() {
        return stale;
    }

    /** What operators are told when a success could not be stored. */
    String completionLost() {
        return completionLost;
    }
}
