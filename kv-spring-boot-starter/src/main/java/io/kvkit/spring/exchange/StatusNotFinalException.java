package io.kvkit.spring.exchange;

import io.kvkit.recipe.ratelimit.RateLimitExceededException;

/** The reason to abandon a completion if the status of the response is no outcome. */
public final class StatusNotFinalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** Creates an exception. */
    public StatusNotFinalException(int status) {
        super("The status " + status + " is no final outcome", null, false, false);
        this.status = status;
    }

    /**
     * Returns whether a handler refused its request, such as with 401 or 429, instead of failing to do the work. The same
     * request is welcome later, so this is no attempt.
     */
    public static boolean isRefusal(Throwable reason) {
        if (reason instanceof RateLimitExceededException) {
            return true;
        }
        int status = reason instanceof StatusNotFinalException own ? own.status : ReturnedStatus.of(reason);
        return status != 0 && status < 500 && !FinalStatus.isFinal(status);
    }

    /** Returns the status of the response. */
    public int status() {
        return status;
    }
}
