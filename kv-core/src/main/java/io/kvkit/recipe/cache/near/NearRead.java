package io.kvkit.recipe.cache.near;

import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A read of the store whose result may be kept in a near cache.
 *
 * @param near the near cache
 * @param parts what it needs of its store
 * @param key the key that is read
 * @param version the version of the key when the read began
 * @param epoch the epoch of all keys when the read began
 * @param begunNanos when the read began
 * @since 0.1
 */
public record NearRead(NearCache near, NearParts parts, Key key, int version, int epoch, long begunNanos) {

    /**
     * Keeps a result, unless its key has changed since the read began or its type does not allow it.
     *
     * @param codec the codec that decoded the result
     * @param share whether all callers get the same object
     * @param bytes the bytes that end with the payload of the result
     * @param offset where the payload begins
     * @param freshUntil when the record is no longer fresh, by the time of the store in microseconds
     */
    public void keep(
            ResultCodec codec, boolean share, @Nullable Object result, byte[] bytes, int offset, long freshUntil) {
        long now = parts.nanos(key);
        long fresh = (freshUntil - parts.store().nowMicros(key)) * 1_000;
        long left = Math.min(parts.maxLifeNanos(), fresh);
        Content content = left <= 0 ? null : content(codec, share, result);
        if (content == null && left > 0 && !parts.immediate()) {
            content = new Content.Encoded(Arrays.copyOfRange(bytes, offset, bytes.length), key, codec);
        }
        if (content != null) {
            boolean absent = ResultCodec.isAbsent(result);
            near.put(
                    this, new NearEntry(near, key, codec, epoch, begunNanos, now + left, now + fresh, absent, content));
        }
    }

    private @Nullable Content content(ResultCodec codec, boolean share, @Nullable Object result) {
        if (share || result == null || ResultCodec.isAbsent(result)) {
            return new Content.Shared(result);
        }
        Object value = codec.isOptional() && result instanceof Optional<?> held ? held.get() : result;
        Content content = parts.plan(codec.type()).content(value);
        if (value == result || !(content instanceof Content.Copied copied)) {
            return content instanceof Content.Shared ? new Content.Shared(result) : content;
        }
        UnaryOperator<Object> copying = copied.copying();
        return new Content.Copied(copied.original(), original -> Optional.of(copying.apply(original)));
    }
}
