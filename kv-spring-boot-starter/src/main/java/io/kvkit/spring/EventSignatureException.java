package io.kvkit.spring;

import io.kvkit.call.KvRejectedException;

/**
 * Thrown if the signature of an event is missing, wrong or expired, before anything is recorded and before the handler
 * is called. Over HTTP it is 401.
 *
 * <p>The message is the same for all reasons, so that a response does not help to forge a signature.
 *
 * @since 0.1
 */
public final class EventSignatureException extends KvRejectedException {

    /** The code of the problem. */
    public static final String CODE = "event-signature-invalid";

    private static final long serialVersionUID = 1L;

    /** The reason for a refusal, for metrics and logs of the application. */
    public enum Reason {
        /** A header of the signature is absent or empty, or has no signature of a version that kvkit verifies. */
        MISSING,
        /** A header of the signature cannot be read. */
        MALFORMED,
        /** No secret of the consumer gives the signature. */
        WRONG,
        /** The signature is right, but too old or too far in the future. */
        EXPIRED,
        /** The body cannot be verified, because other code, such as a filter that reads parameters, has read it. */
        BODY_READ
    }

    private final Reason reason;

    /** Creates a refusal. */
    public EventSignatureException(Reason reason) {
        super(CODE, "The event is not signed as it must be", null);
        this.reason = reason;
    }

    /** Returns the reason. Do not send it to the client. */
    public Reason reason() {
        return reason;
    }
}
