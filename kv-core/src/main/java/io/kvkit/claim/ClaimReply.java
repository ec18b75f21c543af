package io.kvkit.claim;

import java.time.Duration;

/**
 * The reply to a claim.
 *
 * @since 0.1
 */
public sealed interface ClaimReply {

    /** How a claim was won. */
    enum How {
        /** There was nothing, or only a value past its hard end. */
        NEW(0),
        /** The last attempt failed and was released. */
        RETRY(1),
        /** The lease of the last owner had ended. */
        TAKEOVER(2),
        /** There is a value that is no longer fresh. It is kept in the meantime. */
        REFRESH(3);

        private final int code;

        How(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static How of(int code) {
            return switch (code) {
                case 0 -> NEW;
                case 1 -> RETRY;
                case 2 -> TAKEOVER;
                default -> REFRESH;
            };
        }
    }

    /**
     * The caller owns the key.
     *
     * @param how how the claim was won
     * @param fence a number that is higher than that of every earlier owner, unless the record was lost and the store's
     *     clock was set back
     * @param attempt the number of this attempt, from 1
     * @param leaseUntilMicros when the lease ends unless it is renewed, in microseconds of the store's clock
     * @param replacedForeign whether the claim replaced something that is not a record
     * @param notes what earlier owners noted about their work; empty if there is nothing
     */
    record Claimed(How how, long fence, int attempt, long leaseUntilMicros, boolean replacedForeign, byte[] notes)
            implements ClaimReply {

        /** Creates a reply without notes. */
        public Claimed(How how, long fence, int attempt, long leaseUntilMicros, boolean replacedForeign) {
            this(how, fence, attempt, leaseUntilMicros, replacedForeign, Draft.EMPTY);
        }
    }

    /**
     * There is a value.
     *
     * @param payload its bytes
     * @param freshUntilMicros until when it is fresh, in microseconds of the store's clock
     * @param hardUntilMicros until when it may be used at all, in microseconds of the store's clock
     */
    record Done(byte[] payload, long freshUntilMicros, long hardUntilMicros) implements ClaimReply {}

    /**
     * Another caller owns the key.
     *
     * @param left how long the lease of the owner still runs, unless it is renewed
     * @param holder the token of the owner
     */
    record Busy(Duration left, Token holder) implements ClaimReply {

        private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(5);

        /** Returns when to try again: most owners are done long before their lease ends. */
        public Duration retryAfter() {
            return left.compareTo(LONGEST_RETRY_AFTER) < 0 ? left : LONGEST_RETRY_AFTER;
        }
    }

    /** The key belongs to a request with another fingerprint, or its record is not the expected one. */
    record Mismatch() implements ClaimReply {}

    /**
     * The outcome of an attempt is unknown. No caller may try again before it is resolved.
     *
     * @param fence the fence of the attempt, which a decision about it must name
     */
    record Unknown(long fence) implements ClaimReply {}

    /**
     * Too many attempts ended without a result. No caller may try again before the key is resolved.
     *
     * @param fence the fence of the last attempt, which a decision about it must name
     * @param attempts the number of attempts
     */
    record Parked(long fence, int attempts) implements ClaimReply {}
}
