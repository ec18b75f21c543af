package io.kvkit.claim;

import io.kvkit.store.Ttl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request to own a key.
 *
 * @param token the name of this attempt, chosen before anything is sent
 * @param fingerprint 32 bytes that distinguish requests with the same key; null for no comparison
 * @param leaseMillis how long the claim holds without a renewal, in milliseconds
 * @param retentionMillis how long the claim stays visible after its lease, in milliseconds
 * @param mode whether a value that is no longer fresh may be claimed
 * @param foreign what to do with a key that holds anything other than a record
 * @param maxAttempts how many attempts may end without a result before the key is parked; 0 for any number
 * @param onAbandoned what happens to a claim whose lease has ended
 * @param fence the fence that the record must have, for {@link Mode#OVERWRITE} and {@link Mode#EARLY}; otherwise 0
 * @since 0.1
 */
public record ClaimRequest(
        Token token,
        byte @Nullable [] fingerprint,
        long leaseMillis,
        long retentionMillis,
        Mode mode,
        Foreign foreign,
        int maxAttempts,
        OnAbandoned onAbandoned,
        long fence) {

    /** Whether a present value may be claimed. */
    public enum Mode {
        /** A value is returned until its hard end. */
        CREATE(0),
        /** A value that is no longer fresh is claimed, and kept in the meantime. */
        REFRESH(1),
        /**
         * The record is claimed, whatever it holds, and its value and any other claim end. If it is missing or has another
         * fence than the request, the reply is a mismatch.
         */
        OVERWRITE(2),
        /**
         * A value is claimed although it is fresh, and kept in the meantime, if its record has the fence of the request and
         * room for a claim.
         */
        EARLY(3);

        private final byte code;

        Mode(int code) {
            this.code = (byte) code;
        }

        /** Returns the code of the mode in the script. */
        byte code() {
            return code;
        }
    }

    /** What to do with a key that has the wrong type or whose value is not a record. */
    public enum Foreign {
        /** Fail with a PERMANENT error and leave it untouched. */
        REFUSE,
        /** Replace it; the reply says so. */
        REPLACE
    }

    /** What happens to a claim whose lease has ended. */
    public enum OnAbandoned {
        /** The next caller takes it over. */
        RETRY,
        /** No caller takes it over: its outcome is unknown until the late owner or an operator resolves it. */
        HOLD
    }

    /** The maximum number of attempts that a record counts. */
    public static final int MAX_ATTEMPTS = 65_535;

    static final int FINGERPRINT_LENGTH = 32;

    public ClaimRequest {
        Token.required(token);
        Millis.positive("lease", leaseMillis);
        Millis.positive("retention", retentionMillis);
        if (fingerprint != null && fingerprint.length != FINGERPRINT_LENGTH) {
            throw new IllegalArgumentException("A fingerprint has 32 bytes, but this one has " + fingerprint.length);
        }
        if (maxAttempts < 0 || maxAttempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("maxAttempts must be 0 to 65535, but is " + maxAttempts);
        }
    }

    /** Creates a request without a bound on attempts, which takes over abandoned claims. */
    public ClaimRequest(
            Token token,
            byte @Nullable [] fingerprint,
            long leaseMillis,
            long retentionMillis,
            Mode mode,
            Foreign foreign) {
        this(token, fingerprint, leaseMillis, retentionMillis, mode, foreign, 0, OnAbandoned.RETRY, 0);
    }

    /** Returns a request to do work once: a present value is returned, a foreign key is refused. */
    public static ClaimRequest create(
            Token token, byte @Nullable [] fingerprint, long leaseMillis, long retentionMillis) {
        return new ClaimRequest(token, fingerprint, leaseMillis, retentionMillis, Mode.CREATE, Foreign.REFUSE);
    }

    /** Returns the same request with a new token. */
    public static ClaimRequest create(byte @Nullable [] fingerprint, Duration lease, Duration retention) {
        return create(
                Token.random(),
                fingerprint,
                Ttl.of(lease).millis(),
                Ttl.of(retention).millis());
    }

    /** Returns a request to compute a value that is missing or no longer fresh; a foreign key is replaced. */
    public static ClaimRequest refresh(Token token, long leaseMillis) {
        return new ClaimRequest(token, null, leaseMillis, leaseMillis, Mode.REFRESH, Foreign.REPLACE);
    }

    /**
     * Returns a request to compute the next value before the present one is past its freshness. A fresh value of another
     * record than the one with the fence is the next value already, and is returned.
     */
    public static ClaimRequest early(Token token, long leaseMillis, long fence) {
        return seen(token, leaseMillis, Mode.EARLY, fence);
    }

    /** Returns a request to replace the value of the record with a fence, whatever state it is in. */
    public static ClaimRequest overwrite(Token token, long leaseMillis, long fence) {
        return seen(token, leaseMillis, Mode.OVERWRITE, fence);
    }

    private static ClaimRequest seen(Token token, long leaseMillis, Mode mode, long fence) {
        return new ClaimRequest(
                token, null, leaseMillis, leaseMillis, mode, Foreign.REPLACE, 0, OnAbandoned.RETRY, fence);
    }

    /** Returns the same request with a bound on attempts. */
    public ClaimRequest withMaxAttempts(int attempts) {
        return new ClaimRequest(
                token, fingerprint, leaseMillis, retentionMillis, mode, foreign, attempts, onAbandoned, fence);
    }

    /** Returns the same request with another rule for abandoned claims. */
    public ClaimRequest withOnAbandoned(OnAbandoned rule) {
        return new ClaimRequest(
                token, fingerprint, leaseMillis, retentionMillis, mode, foreign, maxAttempts, rule, fence);
    }
}
