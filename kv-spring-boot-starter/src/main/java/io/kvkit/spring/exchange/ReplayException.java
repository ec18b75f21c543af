package io.kvkit.spring.exchange;

/**
 * Thrown to leave the handler if a recorded response is the answer. It never reaches a client; applications need not handle
 * it and should not catch it.
 */
public final class ReplayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RecordedResponse response;

    ReplayException(RecordedResponse response) {
        super("A recorded response is replayed", null, false, false);
        this.response = response;
    }

    /** Returns the response to write. */
    public RecordedResponse response() {
        return response;
    }
}
