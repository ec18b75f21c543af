package io.kvkit;

import io.kvkit.codec.Codec;
import io.kvkit.codec.CodecException;
import io.kvkit.store.Batch;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the values of one type to bytes and back, and reports failures as those of an operation on a key. */
record ValueFormat<T>(ClientKeys keys, Codec codec, Type type) {

    byte[] encode(String operation, String key, T value) {
        try {
            return codec.encode(value, type);
        } catch (CodecException e) {
            throw refused(operation, key, e);
        }
    }

    @Nullable
    T decode(String operation, String key, byte @Nullable [] bytes) {
        return bytes == null ? null : decoded(operation, key, bytes);
    }

    Batch<String, T> decode(String operation, Batch<String, byte[]> batch) {
        Map<String, T> values = new HashMap<>();
        Map<String, KvException> failures = new HashMap<>(batch.failures());
        batch.values().forEach((key, bytes) -> {
            try {
                values.put(key, decoded(operation, key, bytes));
            } catch (KvException e) {
                failures.put(key, e);
            }
        });
        return new Batch<>(values, failures);
    }

    // The codec received the type that the caller named.
    @SuppressWarnings("unchecked")
    private T decoded(String operation, String key, byte[] bytes) {
        try {
            return (T) codec.decode(bytes, type);
        } catch (CodecException e) {
            throw refused(operation, key, e);
        }
    }

    private KvException refused(String operation, String key, CodecException reason) {
        return new KvException(
                Kind.PERMANENT,
                Outcome.NOT_APPLIED,
                operation,
                keys.raw(key),
                String.valueOf(reason.getMessage()),
                reason);
    }
}
