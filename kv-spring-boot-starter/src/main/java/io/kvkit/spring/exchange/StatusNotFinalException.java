package io.kvkit.spring.exchange;

/** The reason to abandon a completion if the status of the response is no outcome. */
public final class StatusNotFinalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** Creates an exception. */
    public StatusNotFinalException(int status) {
        super("The status " + status + " is no final outcome", null, false, false);
        this.status = status;
    }

    /** Returns the status of the response. */
    public int status() {
        return status;
    }
}
