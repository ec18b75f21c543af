package io.kvkit.spring.exchange;

/** The reason for abandoning a completion when the handler answered with a status that is no outcome. */
public final class StatusNotFinalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    StatusNotFinalException(int status) {
        super("The status " + status + " is no final outcome", null, false, false);
        this.status = status;
    }

    /** The status of the response. */
    public int status() {
        return status;
    }
}
