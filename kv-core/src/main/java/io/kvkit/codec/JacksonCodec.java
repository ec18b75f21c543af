package io.kvkit.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A codec that writes values as JSON, Smile or CBOR with Jackson 3, and {@code byte[]} and {@code String} unchanged.
 *
 * <p>Whatever the mapper's settings for requests are, values are read back as they were written: time zones, order, and
 * empty and read-only properties are kept, and computed properties are ignored. Class names are never written or read,
 * even if the mapper has default typing enabled. Instances are safe for use by several threads.
 *
 * @since 0.1
 */
public final class JacksonCodec implements Codec {

    private static final char REPLACEMENT = '\uFFFD';

    private final JsonMapper mapper;
    private final List<StandIns> standIns;
    private final JacksonFormat format;
    private final @Nullable Wire binary;
    private final ConcurrentMap<Type, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();
    private final ConcurrentMap<Type, String> structures = new ConcurrentHashMap<>();

    /** Creates a codec with the defaults of Jackson. */
    public JacksonCodec() {
        this(JsonMapper.shared());
    }

    /**
     * Creates a codec with the modules of a mapper, and with those of its settings that let it read back what it wrote.
     */
    public JacksonCodec(JsonMapper mapper) {
        this(mapper, JacksonFormat.JSON);
    }

    /**
     * Creates a codec that writes another format.
     *
     * @throws NoClassDefFoundError if the library of the format is not on the class path
     */
    public JacksonCodec(JsonMapper mapper, JacksonFormat format) {
        this.mapper = ResultMapper.of(mapper);
        this.standIns = mapper.registeredModules().stream()
                .filter(StandIns.class::isInstance)
                .map(StandIns.class::cast)
                .toList();
        this.format = format;
        TokenStreamFactory factory = format.factory();
        this.binary = factory == null ? null : new Wire(factory);
    }

    @Override
    public Object standIn(Object value) {
        Object standing = value;
        for (StandIns some : standIns) {
            standing = some.of(standing);
        }
        return standing;
    }

    @Override
    public byte[] encode(Object value, Type type) {
        if (type == byte[].class && value instanceof byte[] bytes) {
            return bytes.clone();
        }
        requireNaturalOrder(value, type);
        try {
            return type == String.class && value instanceof String text
                    ? utf8(text)
                    : written(writers.computeIfAbsent(type, this::writer), value);
        } catch (JacksonException e) {
            throw CodecException.at(place(e), "Cannot encode a value of", type, e);
        } catch (CharacterCodingException e) {
            throw new CodecException("Cannot encode a value of", type, e);
        }
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        return decode(bytes, 0, bytes.length, type);
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length, Type type) {
        if (type == byte[].class) {
            return Arrays.copyOfRange(bytes, offset, offset + length);
        }
        try {
            Object value = type == String.class
                    ? text(bytes, offset, length)
                    : read(readers.computeIfAbsent(type, this::reader), bytes, offset, length);
            if (value == null) {
                throw new CodecException("Found null instead of a value of", type, null);
            }
            return value;
        } catch (JacksonException e) {
            throw CodecException.at(place(e), "Cannot decode the stored bytes as", type, e);
        } catch (CharacterCodingException e) {
            throw new CodecException("Cannot decode the stored bytes as", type, e);
        }
    }

    @Override
    public @Nullable Obstacle obstacle(Type type) {
        return Contexts.obstacle(mapper, mapper.constructType(type));
    }

    @Override
    public String format() {
        return format.toString();
    }

    @Override
    public String structure(Type type) {
        return structures.computeIfAbsent(type, known -> Structures.of(mapper, mapper.constructType(known)));
    }

    @Override
    public Object decodeCompatible(byte[] bytes, int offset, int length, Type type) {
        Object value = decode(bytes, offset, length, type);
        byte[] again = encode(value, type);
        boolean raw = type == byte[].class || type == String.class;
        if (!raw && !Trees.contains(tree(bytes, offset, length), tree(again, 0, again.length))) {
            throw new CodecException("The stored bytes lack a part of", type, null);
        }
        return value;
    }

    // All digits of a fraction count.
    private JsonNode tree(byte[] bytes, int offset, int length) {
        ObjectReader reader = mapper.readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        Object tree = read(reader, bytes, offset, length);
        return tree instanceof JsonNode node ? node : mapper.nullNode();
    }

    private byte[] written(ObjectWriter writer, Object value) {
        return binary == null ? writer.writeValueAsBytes(value) : binary.write(writer, value);
    }

    private @Nullable Object read(ObjectReader reader, byte[] bytes, int offset, int length) {
        return binary == null ? reader.readValue(bytes, offset, length) : binary.read(reader, bytes, offset, length);
    }

    private ObjectWriter writer(Type type) {
        return mapper.writerFor(mapper.constructType(type));
    }

    private ObjectReader reader(Type type) {
        return mapper.readerFor(mapper.constructType(type));
    }

    // A collection that is declared as sorted is read in the natural order of its elements.
    private void requireNaturalOrder(Object value, Type type) {
        Comparator<?> order = null;
        if (value instanceof SortedSet<?> set) {
            order = set.comparator();
        } else if (value instanceof SortedMap<?, ?> map) {
            order = map.comparator();
        }
        if (order == null || order.equals(Comparator.naturalOrder())) {
            return;
        }
        Class<?> declared = mapper.constructType(type).getRawClass();
        if (SortedSet.class.isAssignableFrom(declared) || SortedMap.class.isAssignableFrom(declared)) {
            throw new CodecException("Cannot keep the order of a value of", type, null);
        }
    }

    // Returns the innermost property. The key of a map is data and is not shown.
    private static String place(JacksonException failure) {
        String place = "";
        for (JacksonException.Reference each : failure.getPath()) {
            Class<?> type =
                    each.from() instanceof Class<?> known ? known : each.from().getClass();
            if (each.getPropertyName() != null && !Map.class.isAssignableFrom(type)) {
                place = each.getPropertyName() + " of " + type.getName();
            }
        }
        return place;
    }

    // Strict in both directions: a replacement character would silently change the value.
    private static byte[] utf8(String text) throws CharacterCodingException {
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    // A decoder makes two more copies, so only a text with a replacement character, genuine or from an error, is
    // decoded again.
    private static String text(byte[] bytes, int offset, int length) throws CharacterCodingException {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, offset, length))
                        .toString();
    }
}
