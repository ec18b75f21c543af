package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of transitions on entries, for stores that run transitions in Java. All methods are pure
 * functions.
 *
 * <pre>{@code
 * Step step = transition.apply(live, nowMicros);
 * Entry next = Steps.next(step, key, live, nowMicros);
 * // write next, or remove the key if it is null
 * R answer = transition.decode(key, step.reply());
 * }</pre>
 *
 * @since 0.1
 */
public final class Steps {

    private Steps() {}

    /**
     * Returns the entry of a key after a step.
     *
     * @param step the step of the transition
     * @param key the key, for error messages
     * @param live the entry that the transition received; null if the key is missing or expired
     * @param nowMicros the time that the transition received, in microseconds since the epoch
     * @return the new entry of the key, or the present one if the step keeps it; null if the key is missing afterwards
     * @throws IllegalStateException if the step patches a missing key
     */
    public static @Nullable Entry next(Step step, Key key, @Nullable Entry live, long nowMicros) {
        if (step instanceof Step.Put put) {
            return new Entry(put.value(), expiry(put.ttl(), live, nowMicros));
        }
        if (step instanceof Step.Patch patch) {
            if (live == null) {
                throw new IllegalStateException("A transition patched " + key + ", which is missing");
            }
            return new Entry(patched(live.value(), patch.header()), expiry(patch.ttl(), live, nowMicros));
        }
        return step instanceof Step.Keep ? live : null;
    }

    /**
     * Returns the time until which a bounded store must not drop the entry of a step.
     *
     * @return the time in microseconds since the epoch; 0 for no hold
     */
    public static long heldUntilMicros(Step step) {
        if (step instanceof Step.Put put) {
            return put.heldUntilMicros();
        }
        return step instanceof Step.Patch patch ? patch.heldUntilMicros() : 0;
    }

    private static long expiry(Ttl ttl, @Nullable Entry live, long nowMicros) {
        if (ttl.expires()) {
            return nowMicros + ttl.millis() * 1_000;
        }
        return ttl.equals(Ttl.KEEP) && live != null ? live.expiresAtMicros() : Entry.NEVER;
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
