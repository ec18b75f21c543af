package io.kvkit.claim;

import io.kvkit.store.Ttl;
import java.nio.ByteBuffer;

/** Checks spans in milliseconds, and converts them to the end of a span and to the time to live of a key. */
final class Millis {

    /** How much longer a key lives than its record. Readers judge the record by its own times. */
    static final long MARGIN_MILLIS = 1_000;

    // Below, some milliseconds more or less count.
    private static final long LONG_MILLIS = 1_000;
    private static final long MAX_MILLIS = Ttl.MAX.toMillis();

    private Millis() {}

    static void positive(String what, long millis) {
        if (millis <= 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException(
                    "The " + what + " must be positive and at most 100 years, but is " + millis + " ms");
        }
    }

    /** Returns whether a span may begin by an estimate of the store's time. */
    static boolean isLong(long millis) {
        return millis >= LONG_MILLIS;
    }

    /** Returns spans as scripts read them. */
    static byte[] bytes(long... spans) {
        ByteBuffer bytes = ByteBuffer.allocate(spans.length * Long.BYTES);
        for (long span : spans) {
            bytes.putLong(span);
        }
        return bytes.array();
    }

    static long end(long nowMicros, long millis) {
        return nowMicros + millis * 1_000;
    }

    static long left(long nowMicros, long untilMicros) {
        return Math.max(0, Math.floorDiv(untilMicros - nowMicros + 999, 1_000));
    }

    static Ttl life(long millis) {
        return new Ttl(Math.min(millis + MARGIN_MILLIS, MAX_MILLIS));
    }
}
