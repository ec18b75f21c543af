package io.kvkit.spring.exchange;

import io.kvkit.call.KvRejectedException;

/**
 * Thrown if the body of a request is larger than kvkit holds for a comparison. Nothing was executed.
 *
 * @since 0.1
 */
public final class RequestTooLargeException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /** Creates the refusal of a body above this number of bytes. */
    public RequestTooLargeException(long limit) {
        super("idempotency-request-too-large", "The body of the request is larger than " + limit + " bytes", null);
    }
}
