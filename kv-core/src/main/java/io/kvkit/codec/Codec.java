package io.kvkit.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of a declared type to bytes and back.
 *
 * <p>The type always comes from the caller (a method signature, a class literal), never from the data. Implementations
 * must be safe for use by several threads.
 *
 * <pre>{@code
 * Codec codec = new JacksonCodec();
 * byte[] bytes = codec.encode(price, Price.class);
 * Price copy = (Price) codec.decode(bytes, Price.class);
 * }</pre>
 *
 * @since 0.1
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
     * Decodes a part of an array as a value of the type, without copying it. The array is lent: the codec neither
     * changes nor keeps it, and no value refers to it. The default implementation decodes a copy of the part.
     *
     * @param offset the offset of the part
     * @param length the length of the part in bytes
     * @throws CodecException if the bytes are no value of the type
     */
    default Object decode(byte[] bytes, int offset, int length, Type type) {
        return decode(Arrays.copyOfRange(bytes, offset, offset + length), type);
    }

    /**
     * Returns why values of the type cannot be read back unchanged; null if the declaration of the type shows no
     * reason.
     */
    default @Nullable Obstacle obstacle(Type type) {
        return null;
    }

    /**
     * Returns the name of the format, such as {@code json}. Bytes of a format with another name are never decoded.
     * Default: the name of the class.
     */
    default String format() {
        return getClass().getName();
    }

    /**
     * Describes the parts of the bytes of a type, such as its properties and their types, in any wording. Bytes that
     * were written under another description are decoded by {@link #decodeCompatible}. Default: the name of the type.
     */
    default String structure(Type type) {
        return type.getTypeName();
    }

    /**
     * Decodes bytes that were written when the type had another {@linkplain #structure structure}, such as those of
     * another release of the application, if they contain all that a value has now. The default implementation refuses
     * all bytes.
     *
     * @throws CodecException if the bytes are no value of the type, or if a part is missing or has another type
     */
    default Object decodeCompatible(byte[] bytes, int offset, int length, Type type) {
        throw new CodecException("The stored bytes have another structure than", type, null);
    }

    /**
     * Returns what a value is compared by when it is checked whether it was read back unchanged, see {@link StandIns}.
     * The default implementation returns the value.
     */
    default Object standIn(Object value) {
        return value;
    }

    /**
     * The reason why values of a type cannot be stored.
     *
     * @param problem what is wrong with which class, without a full stop
     * @param mend what to do about it, without a full stop
     */
    record Obstacle(String problem, String mend) {}
}
