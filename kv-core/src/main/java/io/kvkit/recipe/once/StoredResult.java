package io.kvkit.recipe.once;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A result as stored in the record: one byte for its kind, then the encoded value. */
final class StoredResult {

    private static final byte NULL = 0;
    private static final byte VALUE = 1;
    private static final byte NOT_RETAINED = 2;

    private StoredResult() {}

    /** Returns the mark of a success whose result was not stored. */
    static byte[] notRetained() {
        return new byte[] {NOT_RETAINED};
    }

    /** Encodes a result; exceptions of the format are passed on. */
    static byte[] of(@Nullable Object value, ResultFormat format) {
        if (value == null) {
            return new byte[] {NULL};
        }
        byte[] encoded = format.encode(value);
        byte[] bytes = new byte[encoded.length + 1];
        bytes[0] = VALUE;
        System.arraycopy(encoded, 0, bytes, 1, encoded.length);
        return bytes;
    }

    /** Returns the decision about a call that finds these bytes. */
    static Decision replay(Key key, byte[] bytes, ResultFormat format) {
        int kind = bytes.length == 0 ? -1 : bytes[0];
        return switch (kind) {
            case VALUE -> decode(key, Arrays.copyOfRange(bytes, 1, bytes.length), format);
            case NULL -> bytes.length == 1 ? new Answer(null) : corrupt(key, null);
            case NOT_RETAINED -> new Reject(new IdempotencyResultNotRetainedException());
            default -> corrupt(key, null);
        };
    }

    private static Decision decode(Key key, byte[] encoded, ResultFormat format) {
        try {
            return new Answer(format.decode(encoded));
        } catch (RuntimeException e) {
            return corrupt(key, e);
        }
    }

    private static Reject corrupt(Key key, @Nullable Throwable cause) {
        return new Reject(new KvException(
                Kind.PERMANENT,
                Outcome.NOT_APPLIED,
                "replay",
                key,
                "the stored result cannot be read as a result of this operation; the call is not made again",
                cause));
    }
}
