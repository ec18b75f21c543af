package io.kvkit.recipe.once;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.codec.SealBrokenException;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A result as its record keeps it: bound to the key, or the mark that it is not kept. */
final class StoredResult {

    private static final byte[] NOTHING = {};
    private static final byte[] NOT_RETAINED = {0};

    private StoredResult() {}

    /** Returns the mark of a success whose result was not stored. */
    static byte[] notRetained() {
        return NOT_RETAINED.clone();
    }

    /** Encodes the result of a call; nothing if its duplicates get another one. Exceptions of the format are passed on. */
    static byte[] of(OnceCall call, @Nullable Object value) {
        if (!(call.duplicates() instanceof Duplicates.Replay replay)) {
            return NOTHING;
        }
        byte[] encoded = value == null ? null : replay.format().encode(value);
        return RecordBinding.ofResult(call).bound(encoded);
    }

    /** Returns the decision about a call that finds these bytes. */
    static Decision replay(OnceCall call, byte[] stored, ResultFormat format, OnceReport report) {
        if (Arrays.equals(stored, NOT_RETAINED)) {
            return new Reject(new IdempotencyResultNotRetainedException());
        }
        try {
            byte[] encoded = RecordBinding.ofResult(call).read(stored);
            if (encoded == null) {
                return format.takesNull() ? new Answer(null) : corrupt(call.key(), null);
            }
            return new Answer(format.decode(encoded));
        } catch (SealBrokenException e) {
            report.sealBroken(call.key(), e);
            return new Reject(new IdempotencyResultNotRetainedException());
        } catch (RuntimeException e) {
            return corrupt(call.key(), e);
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
