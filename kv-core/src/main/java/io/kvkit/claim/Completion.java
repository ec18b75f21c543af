package io.kvkit.claim;

import org.jspecify.annotations.Nullable;

/**
 * The result that an owner stores under its key.
 *
 * @param payload the bytes of the value
 * @param freshMillis how long it is fresh, in milliseconds
 * @param hardMillis how long it may be used at all, in milliseconds; not below {@code freshMillis}
 * @param stamp eight bytes that are stored with the value and never interpreted
 * @param fingerprint 32 bytes, used if the record has none or is missing; null for none
 * @param ifMissing what to do if the record is missing
 * @param keep whether the value that the claim kept gets a new life instead of the payload, which is empty then
 * @since 0.1
 */
public record Completion(
        byte[] payload,
        long freshMillis,
        long hardMillis,
        long stamp,
        byte @Nullable [] fingerprint,
        IfMissing ifMissing,
        boolean keep) {

    private static final byte[] NOTHING = {};

    /** What to do if the record is missing: expired, evicted or deleted. */
    public enum IfMissing {
        /** Write the result: the work was done, and doing it again would be worse. */
        RECREATE,
        /** Write nothing: the record was deleted on purpose. */
        REFUSE
    }

    public Completion {
        Millis.positive("hard end", hardMillis);
        if (freshMillis < 0 || freshMillis > hardMillis) {
            throw new IllegalArgumentException("A value is fresh for 0 ms up to its hard end of " + hardMillis
                    + " ms, but this one for " + freshMillis + " ms");
        }
        if (fingerprint != null && fingerprint.length != ClaimRequest.FINGERPRINT_LENGTH) {
            throw new IllegalArgumentException("A fingerprint has 32 bytes, but this one has " + fingerprint.length);
        }
    }

    /** Creates a result with bytes of its own. */
    public Completion(
            byte[] payload,
            long freshMillis,
            long hardMillis,
            long stamp,
            byte @Nullable [] fingerprint,
            IfMissing ifMissing) {
        this(payload, freshMillis, hardMillis, stamp, fingerprint, ifMissing, false);
    }

    /** Returns a new life for the value that the claim kept. If there is none any more, it counts as missing. */
    public static Completion kept(long freshMillis, long hardMillis, long stamp) {
        return new Completion(NOTHING, freshMillis, hardMillis, stamp, null, IfMissing.REFUSE, true);
    }
}
