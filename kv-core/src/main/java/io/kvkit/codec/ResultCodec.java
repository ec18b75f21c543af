package io.kvkit.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Converts the results of one method to payloads and back. A payload has a value or none, its shape, and a checksum.
 *
 * <p>A payload is one byte for the kind, four bytes for the declared type, four bytes CRC-32C of all the rest, and the
 * encoded value. A payload of another declared type, a flipped bit or a truncated payload causes a
 * {@link CodecException} and never gives a value. Instances are immutable and safe for use by several threads.
 *
 * <pre>{@code
 * ResultCodec codec = ResultCodec.ofOptional(new JacksonCodec(), Price.class);
 * byte[] payload = codec.encode(Optional.of(price));
 * }</pre>
 *
 * @since 0.1
 */
public final class ResultCodec {

    private static final int HEAD = 9;
    private static final byte VALUE = 1;
    private static final byte ABSENT = 2;

    private final Codec codec;
    private final Type type;
    private final boolean optional;
    private final int shape;

    private ResultCodec(Codec codec, Type type, boolean optional) {
        this.codec = codec;
        this.type = type;
        this.optional = optional;
        this.shape = shapeOf(type.getTypeName());
    }

    /** Returns a codec of results that are values of the type, or null. */
    public static ResultCodec of(Codec codec, Type type) {
        return new ResultCodec(codec, type, false);
    }

    /** Returns a codec of results that are an {@link Optional} of the type; null counts as empty. */
    public static ResultCodec ofOptional(Codec codec, Type type) {
        return new ResultCodec(codec, type, true);
    }

    /** Returns whether a result is null or an empty Optional. */
    public static boolean isAbsent(@Nullable Object result) {
        return result == null || (result instanceof Optional<?> held && held.isEmpty());
    }

    /**
     * Encodes a result.
     *
     * @throws CodecException if it cannot be encoded
     */
    public byte[] encode(@Nullable Object result) {
        Object value = optional && result instanceof Optional<?> held ? held.orElse(null) : result;
        byte kind = value == null ? ABSENT : VALUE;
        byte[] body = value == null ? new byte[0] : codec.encode(value, type);
        ByteBuffer payload = ByteBuffer.allocate(HEAD + body.length).put(kind).putInt(shape);
        payload.putInt(checksum(kind, body, 0, body.length)).put(body);
        return payload.array();
    }

    /**
     * Decodes a payload.
     *
     * @throws CodecException if it is no intact payload of this type
     */
    public @Nullable Object decode(byte[] payload) {
        return decode(payload, 0, payload.length);
    }

    /**
     * Decodes a payload within an array without copying it. The array is lent: nothing changes or keeps it.
     *
     * @param offset the offset of the payload
     * @param length the length of the payload in bytes
     * @throws CodecException if it is no intact payload of this type
     */
    public @Nullable Object decode(byte[] bytes, int offset, int length) {
        if (length < HEAD) {
            throw new CodecException("The stored payload is too short for", type, null);
        }
        ByteBuffer head = ByteBuffer.wrap(bytes, offset, HEAD);
        byte kind = head.get();
        if (head.getInt() != shape) {
            throw new CodecException("The stored payload has another declared type than", type, null);
        }
        if (head.getInt() != checksum(kind, bytes, offset + HEAD, length - HEAD)) {
            throw new CodecException("The stored payload is damaged; expected", type, null);
        }
        return result(kind, bytes, offset + HEAD, length - HEAD);
    }

    private @Nullable Object result(byte kind, byte[] bytes, int offset, int length) {
        return switch (kind) {
            case VALUE -> {
                Object value = codec.decode(bytes, offset, length, type);
                yield optional ? Optional.of(value) : value;
            }
            case ABSENT -> optional ? Optional.empty() : null;
            default -> throw new CodecException("The stored payload has an unknown kind; expected", type, null);
        };
    }

    private int checksum(byte kind, byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(kind);
        crc.update(ByteBuffer.allocate(4).putInt(shape).flip());
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private static int shapeOf(String name) {
        CRC32C crc = new CRC32C();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
