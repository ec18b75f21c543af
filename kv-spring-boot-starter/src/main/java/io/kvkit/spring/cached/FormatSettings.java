package io.kvkit.spring.cached;

import io.kvkit.codec.Compression;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.operation.Layers;
import org.jspecify.annotations.Nullable;

/**
 * How the entries of a cache are to be stored.
 *
 * @param codec the name of the codec; empty for the only codec of the application
 * @param compression how values of more than 1 KB are compressed
 * @param sealed whether entries are sealed
 * @param sharedPrefix the start of the keys; empty for that of the application
 */
public record FormatSettings(String codec, Compression compression, boolean sealed, String sharedPrefix) {

    private static final FormatSettings PLAIN = new FormatSettings("", Compression.NONE, false, "");

    /** Returns whether entries are stored as without any settings. */
    public boolean isPlain() {
        return equals(PLAIN);
    }

    /** Returns the settings of a cache; the attributes are those of an annotation, null if they are unset. */
    static FormatSettings of(Layers<Cache> layers, @Nullable String codec, @Nullable Boolean sealed) {
        return new FormatSettings(
                layers.value(Cache::codec, codec, ""),
                layers.value(Cache::compression, null, Compression.NONE),
                layers.value(Cache::sealed, sealed, false),
                layers.value(Cache::sharedPrefix, null, ""));
    }
}
