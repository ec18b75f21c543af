package io.kvkit.spring.exchange;

import io.kvkit.call.KvRejectedException;

/** The body of a request is larger than what is held in order to compare it; nothing was executed. */
public final class RequestTooLargeException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /** Makes a refusal of a body above this number of bytes. */
    public RequestTooLargeException(long limit) {
        super("idempotency-request-too-large", "The body of the request is larger than " + limit + " bytes", null);
    }
}
