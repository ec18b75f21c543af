package io.kvkit.recipe.once;

/**
 * Turns the results of one operation into bytes and back.
 *
 * <p>It never sees null. Whatever it throws on encoding leaves a result that is not retained; whatever it throws on
 * decoding becomes a permanent error of the store. Implementations are safe for use by several threads.
 */
public interface ResultFormat {

    /** Encodes a result. */
    byte[] encode(Object result);

    /** Decodes a result; never the result of another type. */
    Object decode(byte[] bytes);
}
