package io.kvkit.recipe.once;

/**
 * Converts the results of one operation to bytes and back.
 *
 * <p>It never receives null. If it throws on encoding, the result is not stored; if it throws on decoding, the call
 * fails with a permanent error of the store. Implementations are safe for use by several threads.
 *
 * @since 0.1
 */
public interface ResultFormat {

    /** Encodes a result. */
    byte[] encode(Object result);

    /** Decodes a result; throws an exception if the bytes are a result of another type. */
    Object decode(byte[] bytes);

    /** Returns whether callers can get null; if not, a stored null is a result of another type. */
    default boolean takesNull() {
        return true;
    }
}
