package io.kvkit.spring.exchange;

import io.kvkit.call.KvRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the request was executed before, but its response could not be kept. Nothing was executed.
 *
 * @since 0.1
 */
public final class ResponseNotRetainedException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    private final int originalStatus;
    private final @Nullable String location;

    ResponseNotRetainedException(RecordedResponse tombstone) {
        super(
                "idempotency-result-not-retained",
                "A request with the same idempotency key was executed, but its response was not retained",
                null);
        this.originalStatus = tombstone.status();
        this.location = tombstone.header("Location");
    }

    /** Returns the status of the first response; 0 if it could not be written, so that its client got another one. */
    public int originalStatus() {
        return originalStatus;
    }

    /** Returns the location of the first request's result; null if its response did not contain one. */
    public @Nullable String location() {
        return location;
    }
}
