package io.kvkit.claim;

import io.kvkit.store.Ttl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a key when it wants to own it.
 *
 * @param token the name of this attempt, chosen before anything is sent
 * @param fingerprint 32 bytes that tell one request from another under the same key; null for no comparison
 * @param leaseMillis how long the claim holds without a renewal, in milliseconds
 * @param retentionMillis how long the claim stays visible after its lease, in milliseconds
 * @param mode whether a value that is past its freshness may be claimed
 * @param foreign what to do with a key that holds something else
 * @param maxAttempts how many attempts may end without a result before the key is parked; 0 for any number
 * @param onAbandoned what becomes of a claim whose lease has lapsed
 */
public record ClaimRequest(
        Token token,
        byte @Nullable [] fingerprint,
        long leaseMillis,
        long retentionMillis,
        Mode mode,
        Foreign foreign,
        int maxAttempts,
        OnAbandoned onAbandoned) {

    /** Whether a value that is there may be claimed. */
    public enum Mode {
        /** A value answers until its hard end. */
        CREATE,
        /** A value past its freshness is claimed and kept meanwhile. */
        REFRESH
    }

    /** What to do with a key of the wrong type, or whose value is no record. */
    public enum Foreign {
        /** Fail with a PERMANENT error and leave it untouched. */
        REFUSE,
        /** Replace it; the reply says so. */
        REPLACE
    }

    /** What becomes of a claim whose lease has lapsed. */
    public enum OnAbandoned {
        /** The next caller takes it over. */
        RETRY,
        /** Nobody takes it over: its outcome is unknown until the late owner or an operator resolves it. */
        HOLD
    }

    /** The most attempts that a record counts. */
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

    /** A request without a bound on attempts, whose abandoned claims are taken over. */
    public ClaimRequest(
            Token token,
            byte @Nullable [] fingerprint,
            long leaseMillis,
            long retentionMillis,
            Mode mode,
            Foreign foreign) {
        this(token, fingerprint, leaseMillis, retentionMillis, mode, foreign, 0, OnAbandoned.RETRY);
    }

    /** A request to do something once: a value answers, a foreign key is refused. */
    public static ClaimRequest create(
            Token token, byte @Nullable [] fingerprint, long leaseMillis, long retentionMillis) {
        return new ClaimRequest(token, fingerprint, leaseMillis, retentionMillis, Mode.CREATE, Foreign.REFUSE);
    }

    /** The same under a new token. */
    public static ClaimRequest create(byte @Nullable [] fingerprint, Duration lease, Duration retention) {
        return create(
                Token.random(),
                fingerprint,
                Ttl.of(lease).millis(),
                Ttl.of(retention).millis());
    }

    /** A request to compute a value that is missing or past its freshness; a foreign key is replaced. */
    public static ClaimRequest refresh(Token token, long leaseMillis) {
        return new ClaimRequest(token, null, leaseMillis, leaseMillis, Mode.REFRESH, Foreign.REPLACE);
    }

    /** The same request with a bound on attempts. */
    public ClaimRequest withMaxAttempts(int attempts) {
        return new ClaimRequest(token, fingerprint, leaseMillis, retentionMillis, mode, foreign, attempts, onAbandoned);
    }

    /** The same request with another rule for abandoned claims. */
    public ClaimRequest withOnAbandoned(OnAbandoned rule) {
        return new ClaimRequest(token, fingerprint, leaseMillis, retentionMillis, mode, foreign, maxAttempts, rule);
    }
}
