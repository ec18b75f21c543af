package io.kvkit.spring.cached;

import io.kvkit.codec.Compression;
import io.kvkit.codec.JacksonFormat;
import io.kvkit.codec.RawCodec;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rules for how the entries of a cache are stored. */
final class FormatRules {

    private FormatRules() {}

    /** Returns the settings that a method has. */
    static FormatSettings read(Declaration declaration, Layers<Cache> layers) {
        String codec = declaration.attributes().text("codec");
        Boolean sealed = declaration.attributes().flag("sealed") ? Boolean.TRUE : null;
        FormatSettings format = FormatSettings.of(layers, codec.isEmpty() ? null : codec, sealed);
        String place = layers.origin("codec", "codec", Cache::codec, codec.isEmpty() ? null : codec);
        requireLibrary(layers, place, format);
        requireType(declaration, place, format.codec());
        requireCompression(layers, format.compression());
        return format;
    }

    private static void requireLibrary(Layers<Cache> layers, String place, FormatSettings format) {
        JacksonFormat jackson = jackson(format.codec());
        if (jackson != null && !jackson.isPresent()) {
            throw layers.error(
                    place,
                    format.codec(),
                    "the library " + jackson.library() + " is not on the class path",
                    "Add it, or choose another codec");
        }
    }

    private static void requireType(Declaration declaration, String place, String codec) {
        RawCodec raw = raw(codec);
        if (raw != null && declaration.returns().type() != raw.type()) {
            throw declaration
                    .site()
                    .error(
                            place,
                            codec,
                            "the method returns "
                                    + declaration.returns().type().getTypeName() + ", and not "
                                    + raw.type().getSimpleName(),
                            "Use json, smile or cbor");
        }
    }

    private static void requireCompression(Layers<Cache> layers, Compression compression) {
        if (!compression.isPresent()) {
            throw layers.error(
                    layers.origin("compression", "compression", Cache::compression, null),
                    compression,
                    "the library " + compression.library() + " is not on the class path",
                    "Add it, or choose another compression");
        }
    }

    /** Returns the format of Jackson with a name; null if there is none. */
    static @Nullable JacksonFormat jackson(String codec) {
        return Arrays.stream(JacksonFormat.values())
                .filter(format -> format.toString().equals(codec))
                .findFirst()
                .orElse(null);
    }

    /** Returns the codec of bytes or text with a name; null if there is none. */
    static @Nullable RawCodec raw(String codec) {
        return Arrays.stream(RawCodec.values())
                .filter(raw -> raw.format().equals(codec))
                .findFirst()
                .orElse(null);
    }
}
