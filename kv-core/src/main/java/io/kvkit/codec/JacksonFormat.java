package io.kvkit.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.smile.SmileFactory;

/**
 * The formats in which {@link JacksonCodec} writes. The binary ones need a library of Jackson on the class path.
 *
 * @since 0.1
 */
public enum JacksonFormat {
    /** Text. */
    JSON("tools.jackson.core:jackson-core"),
    /** Smile, a binary form of JSON. */
    SMILE("tools.jackson.dataformat:jackson-dataformat-smile"),
    /** CBOR, as defined in RFC 8949. */
    CBOR("tools.jackson.dataformat:jackson-dataformat-cbor");

    private final String library;

    JacksonFormat(String library) {
        this.library = library;
    }

    /** Returns the library that the format needs, as group and artifact. */
    public String library() {
        return library;
    }

    /** Returns whether the library is on the class path. */
    public boolean isPresent() {
        try {
            factory();
            return true;
        } catch (NoClassDefFoundError absent) {
            return false;
        }
    }

    /** Returns the name of the format, such as {@code smile}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what reads and writes the format; null for JSON, which the mapper itself reads and writes. */
    @Nullable
    TokenStreamFactory factory() {
        return switch (this) {
            case JSON -> null;
            case SMILE -> Smile.factory();
            case CBOR -> Cbor.factory();
        };
    }

    // Loaded only if the format is used.
    private static final class Smile {

        static TokenStreamFactory factory() {
            return new SmileFactory();
        }
    }

    private static final class Cbor {

        static TokenStreamFactory factory() {
            return new CBORFactory();
        }
    }
}
