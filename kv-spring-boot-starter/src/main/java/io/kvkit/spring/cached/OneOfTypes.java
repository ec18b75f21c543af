package io.kvkit.spring.cached;

import io.kvkit.codec.Codec;
import io.kvkit.codec.CodecException;
import io.kvkit.codec.FaithfulCodec;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Writes values of one of several declared types, each after a mark of its type. Only these types are ever read; no data
 * names a class.
 */
final class OneOfTypes implements Codec {

    private final Codec codec;
    private final Map<Long, Type> types = new LinkedHashMap<>();

    OneOfTypes(Codec codec, List<Type> types) {
        this.codec = new FaithfulCodec(codec);
        types.forEach(type -> this.types.put(mark(type), type));
    }

    private static long mark(Type type) {
        return UUID.nameUUIDFromBytes(type.getTypeName().getBytes(StandardCharsets.UTF_8))
                .getMostSignificantBits();
    }

    @Override
    public byte[] encode(Object value, Type any) {
        Type type = type(value);
        byte[] body = codec.encode(value, type);
        return ByteBuffer.allocate(Long.BYTES + body.length)
                .putLong(mark(type))
                .put(body)
                .array();
    }

    // The most specific of the declared types of which the value is.
    private Type type(Object value) {
        List<Type> fitting = types.values().stream()
                .filter(type -> raw(type).isInstance(value))
                .toList();
        List<Type> nearest = fitting.stream()
                .filter(type -> fitting.stream().noneMatch(other -> isNearer(raw(other), raw(type))))
                .toList();
        if (nearest.size() != 1) {
            throw new CodecException(
                    (nearest.isEmpty() ? "No declared type of the cache fits " : "Several declared types fit "),
                    value.getClass(),
                    null);
        }
        return nearest.get(0);
    }

    private static boolean isNearer(Class<?> one, Class<?> other) {
        return one != other && other.isAssignableFrom(one);
    }

    static Class<?> raw(Type type) {
        return ClassUtils.resolvePrimitiveIfNecessary(
                ResolvableType.forType(type).resolve(Object.class));
    }

    @Override
    public Object decode(byte[] bytes, Type any) {
        return decode(bytes, 0, bytes.length, any);
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length, Type any) {
        return codec.decode(bytes, offset + Long.BYTES, length - Long.BYTES, type(bytes, offset, length, any));
    }

    @Override
    public Object decodeCompatible(byte[] bytes, int offset, int length, Type any) {
        return codec.decodeCompatible(
                bytes, offset + Long.BYTES, length - Long.BYTES, type(bytes, offset, length, any));
    }

    private Type type(byte[] bytes, int offset, int length, Type any) {
        Type type = length < Long.BYTES
                ? null
                : types.get(ByteBuffer.wrap(bytes, offset, length).getLong());
        if (type == null) {
            throw new CodecException("The stored value has no declared type that the cache has, instead of", any, null);
        }
        return type;
    }

    @Override
    public Object standIn(Object value) {
        return codec.standIn(value);
    }

    @Override
    public String format() {
        return "one of several as " + codec.format();
    }

    @Override
    public String structure(Type any) {
        return types.values().stream()
                .map(type -> type.getTypeName() + " " + codec.structure(type))
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
