package io.kvkit.codec;

import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts the results of one method to payloads and back. A payload has a value or none, its format, its declared type
 * and the structure of that type, and a checksum or a seal, which also covers the place where the payload is stored.
 *
 * <p>A payload of another format or declared type, a copy from another place, a flipped bit or a truncated payload
 * causes a {@link CodecException} and never gives a value. A payload that was written when the type had another
 * structure gives a value only if it contains all that a value has now. The package of a class does not matter.
 * Instances are immutable and safe for use by several threads.
 *
 * <pre>{@code
 * ResultCodec codec = ResultCodec.ofOptional(new JacksonCodec(), Price.class);
 * byte[] payload = codec.encode(Optional.of(price), key.text());
 * }</pre>
 *
 * @since 0.1
 */
public final class ResultCodec {

    private static final String NOWHERE = "";
    private static final byte[] NOTHING = {};

    private final Codec codec;
    private final Type type;
    private final boolean optional;
    private final boolean takesNull;
    private final int typeMark;
    private final int structure;
    private final Packing packing;

    private ResultCodec(Codec codec, Type type, boolean optional, boolean takesNull, Packing packing) {
        this.codec = codec;
        this.packing = packing;
        this.type = type;
        this.optional = optional;
        this.takesNull = takesNull;
        this.typeMark = Payload.mark(codec.format() + " " + PlainNames.of(type));
        this.structure = Payload.mark(codec.structure(type));
    }

    /** Returns a codec of results that are values of the type, or null. */
    public static ResultCodec of(Codec codec, Type type) {
        return new ResultCodec(codec, type, false, true, Packing.PLAIN);
    }

    /** Returns a codec of results that are an {@link Optional} of the type; null counts as empty. */
    public static ResultCodec ofOptional(Codec codec, Type type) {
        return new ResultCodec(codec, type, true, true, Packing.PLAIN);
    }

    /**
     * Returns a codec that packs its payloads.
     *
     * @param compression how long values are compressed; values that are compressed in another way are still read
     * @param keyring the keys that seal payloads, so that only they can read and write them; null to leave them open
     */
    public ResultCodec packed(Compression compression, @Nullable KvKeyring keyring) {
        Packing other = new Packing(compression, keyring == null ? null : new Seal(keyring));
        return new ResultCodec(codec, type, optional, takesNull, other);
    }

    /**
     * Returns a codec for a method that cannot return null, such as one that returns {@code int}. It still decodes what
     * other methods have stored, so ask {@link #takesNull} before a result is given out.
     */
    public ResultCodec neverNull() {
        return new ResultCodec(codec, type, optional, false, packing);
    }

    /** Returns the type of the values, without Optional. */
    public Type type() {
        return type;
    }

    /** Returns whether results are an {@link Optional} of the type. */
    public boolean isOptional() {
        return optional;
    }

    /** Returns whether results of the other codec have the type and the format of this one's. */
    public boolean readsAs(ResultCodec other) {
        return optional == other.optional && readsValuesOf(other);
    }

    /** Returns whether results of the other codec have the values of this one's, in an {@link Optional} or not. */
    public boolean readsValuesOf(ResultCodec other) {
        return typeMark == other.typeMark
                && (packing.seal() == null) == (other.packing.seal() == null)
                && type.equals(other.type);
    }

    /** Returns a result of a codec for the same values as this one delivers it: in an {@link Optional}, or not. */
    public @Nullable Object delivered(@Nullable Object result) {
        if (result instanceof Optional<?> held) {
            return optional ? result : held.orElse(null);
        }
        return optional ? Optional.ofNullable(result) : result;
    }

    /** Returns whether the method can return null, or an empty Optional. */
    public boolean takesNull() {
        return takesNull;
    }

    /** Returns whether a result is null or an empty Optional. */
    public static boolean isAbsent(@Nullable Object result) {
        return result == null || (result instanceof Optional<?> held && held.isEmpty());
    }

    /**
     * Encodes a result that cannot be computed again. Its payload has no place.
     *
     * @throws CodecException if it cannot be encoded
     */
    public byte[] encode(@Nullable Object result) {
        return encode(result, NOWHERE);
    }

    /**
     * Encodes a result.
     *
     * @param place where the payload will be stored, such as the text of its key
     * @throws CodecException if it cannot be encoded
     */
    public byte[] encode(@Nullable Object result, String place) {
        return encode(result, null, place);
    }

    /**
     * Encodes a result with a text that says which one it is, such as an ETag.
     *
     * @param validator the text, with less than 64 KB; null for none
     * @param place where the payload will be stored, such as the text of its key
     * @throws CodecException if it cannot be encoded
     */
    public byte[] encode(@Nullable Object result, @Nullable String validator, String place) {
        Object value = optional && result instanceof Optional<?> held ? held.orElse(null) : result;
        byte[] body = value == null ? NOTHING : codec.encode(value, type);
        byte kind = value == null ? Payload.ABSENT : Payload.VALUE;
        Payload plain = Payload.of(kind, typeMark, structure, body);
        return packing.pack(validator == null ? plain : plain.withValidator(validator), place);
    }

    /**
     * Decodes a payload without a place. If the type had another structure then, what is missing is null.
     *
     * @throws CodecException if it is no intact payload of this type
     */
    public @Nullable Object decode(byte[] payload) {
        return opened(payload, 0, payload.length, NOWHERE, true);
    }

    /**
     * Decodes a payload within an array without copying it. The array is lent: nothing changes or keeps it.
     *
     * @param offset the offset of the payload
     * @param length the length of the payload in bytes
     * @param place where the payload is stored
     * @throws CodecException if it is no intact payload of this place and type, or if the type had another structure
     *     and a part that it has now is missing
     * @throws SealBrokenException if payloads are sealed, and this one is not sealed for this place by a known key
     */
    public @Nullable Object decode(byte[] bytes, int offset, int length, String place) {
        return opened(bytes, offset, length, place, false);
    }

    /**
     * Returns the validator of a payload within an array; null if it has none.
     *
     * @throws CodecException if it is no intact payload of this place and type
     */
    public @Nullable String validator(byte[] bytes, int offset, int length, String place) {
        return opened(bytes, offset, length, place).validator();
    }

    private Payload opened(byte[] bytes, int offset, int length, String place) {
        if (length < Payload.HEAD) {
            throw refused("is too short; expected");
        }
        Payload payload = opened(Payload.read(bytes, offset, length), place);
        if (payload.type() != typeMark) {
            throw refused("has another format or declared type than");
        }
        return payload;
    }

    private @Nullable Object opened(byte[] bytes, int offset, int length, String place, boolean lenient) {
        Payload payload = opened(bytes, offset, length, place).withoutValidator();
        return switch (payload.content()) {
            case Payload.VALUE -> value(payload, lenient || payload.structure() == structure);
            case Payload.ABSENT -> optional ? Optional.empty() : null;
            default -> throw refused("has an unknown kind; expected");
        };
    }

    private Payload opened(Payload stored, String place) {
        try {
            Payload opened = packing.open(stored, place);
            if (opened == null) {
                throw refused("is damaged or of another place; expected");
            }
            return opened;
        } catch (SealBrokenException | CodecException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CodecException("Cannot decompress the stored payload of", type, e);
        }
    }

    /**
     * Returns how a payload is written, which does not need its key; null if it is too short for one.
     *
     * @param offset the offset of the payload
     */
    public @Nullable PayloadForm form(byte[] bytes, int offset) {
        if (bytes.length - offset < Payload.HEAD) {
            return null;
        }
        Payload payload = Payload.read(bytes, offset, bytes.length - offset);
        return new PayloadForm(
                payload.type() == typeMark ? codec.format() : null,
                payload.isSealed(),
                Compression.ofFlag(payload.compression()).orElse(null),
                payload.content() == Payload.ABSENT);
    }

    private Object value(Payload body, boolean known) {
        Object value = known
                ? codec.decode(body.bytes(), body.offset(), body.length(), type)
                : codec.decodeCompatible(body.bytes(), body.offset(), body.length(), type);
        return optional ? Optional.of(value) : value;
    }

    private CodecException refused(String why) {
        return new CodecException("The stored payload " + why, type, null);
    }
}
