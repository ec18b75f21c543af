package io.kvkit.codec;

import java.lang.reflect.Type;
import java.util.Locale;

/**
 * Codecs for values that are bytes or text already. Text is written as UTF-8.
 *
 * @since 0.1
 */
public enum RawCodec implements Codec {
    /** Writes {@code byte[]}. */
    BYTES(byte[].class),
    /** Writes {@code String}. */
    STRING(String.class);

    private static final Codec UNCHANGED = new JacksonCodec();

    private final Class<?> type;

    RawCodec(Class<?> type) {
        this.type = type;
    }

    /** Returns the only type of which the codec writes values. */
    public Class<?> type() {
        return type;
    }

    @Override
    public byte[] encode(Object value, Type declared) {
        requireType(declared);
        return UNCHANGED.encode(value, type);
    }

    @Override
    public Object decode(byte[] bytes, Type declared) {
        return decode(bytes, 0, bytes.length, declared);
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length, Type declared) {
        requireType(declared);
        return UNCHANGED.decode(bytes, offset, length, type);
    }

    /** Returns the name in properties: {@code bytes} or {@code string}. */
    @Override
    public String format() {
        return name().toLowerCase(Locale.ROOT);
    }

    private void requireType(Type declared) {
        if (declared != type) {
            throw new CodecException("The codec " + format() + " has no values of", declared, null);
        }
    }
}
