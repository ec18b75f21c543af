package io.kvkit.recipe;

import io.kvkit.codec.Codec;
import io.kvkit.codec.Compression;
import io.kvkit.codec.FaithfulCodec;
import io.kvkit.codec.KvKeyring;
import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Namespace;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * How the entries of a cache are stored. All programs that share a cache must use the same format.
 *
 * @param codec writes the values
 * @param compression how values of more than 1 KB are compressed
 * @param keyring the keys that seal the entries and hide their ids; null to leave them open
 * @param prefix the start of the keys; null for that of the application
 * @since 0.1
 */
public record CacheFormat(
        Codec codec,
        Compression compression,
        @Nullable KvKeyring keyring,
        @Nullable String prefix) {

    /** Returns the format that writes with a codec, and does nothing else. */
    public static CacheFormat of(Codec codec) {
        return new CacheFormat(codec, Compression.NONE, null, null);
    }

    /** Returns a codec of results. Use one per method, because methods fill the same type differently. */
    public ResultCodec results(Type type, boolean optional) {
        Codec faithful = new FaithfulCodec(codec);
        ResultCodec plain = optional ? ResultCodec.ofOptional(faithful, type) : ResultCodec.of(faithful, type);
        return plain.packed(compression, keyring);
    }

    /**
     * Returns the namespace of the entries.
     *
     * @param application the start of every key of the application
     * @param name the name of the cache
     */
    public Namespace namespace(String application, String name) {
        Namespace open = Area.CACHE.namespace(prefix == null ? application : prefix, name);
        return keyring == null ? open : open.hidden();
    }
}
