package io.kvkit.codec;

/**
 * Thrown if a payload that must be sealed is not, or if its seal is not that of its place. The message contains neither
 * the value nor a key.
 *
 * @since 0.1
 */
public final class SealBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception. */
    public SealBrokenException(String message) {
        super(message);
    }
}
