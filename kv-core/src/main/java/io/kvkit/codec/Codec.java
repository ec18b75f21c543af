package io.kvkit.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into bytes and back, bound to a declared type.
 *
 * <p>The type always comes from the caller (a method signature, a class literal), never from the data. Implementations
 * are safe for use by several threads.
 */
public interface Codec {

    /**
     * Encodes a value.
     *
     * @throws CodecException if the value cannot be encoded
     */
    byte[] encode(Object value, Type type);

    /**
     * Decodes bytes as a value of the type.
     *
     * @throws CodecException if the bytes are no value of the type
     */
    Object decode(byte[] bytes, Type type);

    /**
     * Decodes a part of an array as a value of the type, where it lies. The array is lent: the codec neither changes
     * nor keeps it, and no value refers to it. This default decodes a copy of the part.
     *
     * @param offset where the part begins
     * @param length how many bytes it has
     * @throws CodecException if the bytes are no value of the type
     */
    default Object decode(byte[] bytes, int offset, int length, Type type) {
        return decode(Arrays.copyOfRange(bytes, offset, offset + length), type);
    }

    /** Why no value of the type would come back as it was; null if its declaration shows no reason. */
    default @Nullable Obstacle obstacle(Type type) {
        return null;
    }

    /**
     * Why values of a type cannot be kept.
     *
     * @param problem what is wrong with which class, without a full stop
     * @param mend what to do about it, without a full stop
     */
    record Obstacle(String problem, String mend) {}
}
