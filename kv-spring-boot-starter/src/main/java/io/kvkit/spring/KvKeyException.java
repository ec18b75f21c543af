package io.kvkit.spring;

/**
 * Thrown if a call has no usable key: the key is null or blank, its scope is missing, or it contains an object that has
 * no text. The method was not called, unless the key uses its result.
 *
 * <p>The message names the method and the attribute, never a value.
 *
 * @since 0.1
 */
public final class KvKeyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The reason why there is no key. */
    public enum Reason {
        /** The key, or a part of a composite key, is null or blank: a mistake of the caller. */
        NULL,
        /** The key is not valid text: a mistake of the caller. */
        MALFORMED,
        /** The scope is the tenant, and there is none. */
        NO_TENANT,
        /** The scope is the principal, and the call is outside a request. */
        NO_REQUEST,
        /** The key holds an object that has no text of its own: a mistake of the annotation. */
        UNSUPPORTED
    }

    private final Reason reason;

    /**
     * Creates the exception for one call.
     *
     * @param attribute the attribute without a usable value; empty for the default key
     * @param problem the problem, without any value of the call
     */
    public KvKeyException(Reason reason, OperationSite site, String attribute, String problem) {
        super("@" + site.annotation() + (attribute.isEmpty() ? "" : "(" + attribute + ")") + " on " + site.place()
                + ": " + problem);
        this.reason = reason;
    }

    /**
     * Creates the exception for one call that no annotation limits.
     *
     * @param place the property without a usable value
     * @param problem the problem, without any value of the call
     */
    public KvKeyException(Reason reason, String place, String problem) {
        super(place + ": " + problem);
        this.reason = reason;
    }

    /** Returns the reason why there is no key. */
    public Reason reason() {
        return reason;
    }
}
