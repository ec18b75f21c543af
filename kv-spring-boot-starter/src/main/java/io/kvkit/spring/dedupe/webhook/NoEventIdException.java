package io.kvkit.spring.dedupe.webhook;

import io.kvkit.spring.KvKeyException;

/** Thrown if an event has no usable id. The message contains no value. */
public final class NoEventIdException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final KvKeyException.Reason reason;

    NoEventIdException(KvKeyException.Reason reason, String problem) {
        super(problem, null, false, false);
        this.reason = reason;
    }

    /** Creates the exception for an event without an id. */
    public static NoEventIdException missing(String what) {
        return new NoEventIdException(KvKeyException.Reason.NULL, what + " is missing or blank");
    }

    /** Creates the exception for an event whose id is not usable. */
    public static NoEventIdException malformed(String problem) {
        return new NoEventIdException(KvKeyException.Reason.MALFORMED, problem);
    }

    /** Returns the reason why there is no id. */
    public KvKeyException.Reason reason() {
        return reason;
    }
}
