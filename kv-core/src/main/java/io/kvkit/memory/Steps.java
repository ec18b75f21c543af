package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Step;
import io.kvkit.store.Ttl;
import org.jspecify.annotations.Nullable;

/** Turns what a transition wants into the next cell of a key. */
final class Steps {

    private Steps() {}

    /** The cell after a step; null when the key is gone. */
    static @Nullable Cell next(Step step, Key key, @Nullable Cell live, long nowMicros) {
        if (step instanceof Step.Put put) {
            return cell(key, put.value(), put.ttl(), put.heldUntilMicros(), live, nowMicros);
        }
        if (step instanceof Step.Patch patch) {
            if (live == null) {
                throw new IllegalStateException("A transition patched " + key + ", which is missing");
            }
            byte[] value = patched(live.entry.value(), patch.header());
            return cell(key, value, patch.ttl(), patch.heldUntilMicros(), live, nowMicros);
        }
        // A deletion: what keeps an entry exchanges nothing.
        return null;
    }

    private static Cell cell(
            Key key, byte[] value, Ttl ttl, long heldUntilMicros, @Nullable Cell live, long nowMicros) {
        return new Cell(new Entry(value, expiry(ttl, live, nowMicros)), key.retention(), heldUntilMicros, nowMicros);
    }

    private static long expiry(Ttl ttl, @Nullable Cell live, long nowMicros) {
        if (ttl.expires()) {
            return nowMicros + ttl.millis() * 1_000;
        }
        return ttl.equals(Ttl.KEEP) && live != null ? live.entry.expiresAtMicros() : Entry.NEVER;
    }

    private static byte[] patched(byte[] value, byte[] header) {
        if (header.length == 0) {
            return value;
        }
        byte[] patched = value.clone();
        System.arraycopy(header, 0, patched, 0, header.length);
        return patched;
    }
}
