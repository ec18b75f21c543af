package io.kvkit.spring.exchange;

import io.kvkit.call.KvRejectedException;
import org.jspecify.annotations.Nullable;

/** The request was executed before, but its response could not be kept; nothing was executed. */
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

    /** The status that the first request was answered with. */
    public int originalStatus() {
        return originalStatus;
    }

    /** Where the first request's result can be found; null if its response did not tell. */
    public @Nullable String location() {
        return location;
    }
}
