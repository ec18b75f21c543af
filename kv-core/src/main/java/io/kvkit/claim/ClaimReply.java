package io.kvkit.claim;

import java.time.Duration;

/** The verdict on a claim. */
public sealed interface ClaimReply {

    /** How a claim was won. */
    enum How {
        /** There was nothing, or only a value past its hard end. */
        NEW(0),
        /** The last attempt failed and was released. */
        RETRY(1),
        /** The lease of the last owner had lapsed. */
        TAKEOVER(2),
        /** A value past its freshness is there and is kept meanwhile. */
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
     * @param fence a number that is higher than that of every earlier owner, unless the record was gone and the store's
     *     clock was set back
     * @param attempt which attempt this is, from 1
     * @param leaseUntilMicros when the lease ends unless it is renewed, in the store's microseconds
     * @param replacedForeign whether the key held something else, which is gone
     */
    record Claimed(How how, long fence, int attempt, long leaseUntilMicros, boolean replacedForeign)
            implements ClaimReply {}

    /**
     * There is a value.
     *
     * @param payload its bytes
     * @param freshUntilMicros until when it is fresh, in the store's microseconds
     * @param hardUntilMicros until when it may be used at all, in the store's microseconds
     */
    record Done(byte[] payload, long freshUntilMicros, long hardUntilMicros) implements ClaimReply {}

    /**
     * Somebody else owns the key.
     *
     * @param left how long its lease still runs, unless it is renewed
     * @param holder its token
     */
    record Busy(Duration left, Token holder) implements ClaimReply {

        private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(5);

        /** When to ask again: most owners are done long before their lease ends. */
        public Duration retryAfter() {
            return left.compareTo(LONGEST_RETRY_AFTER) < 0 ? left : LONGEST_RETRY_AFTER;
        }
    }

    /** The key belongs to a request with another fingerprint. */
    record Mismatch() implements ClaimReply {}

    /** An attempt was abandoned and its outcome is unknown; nobody may try again before it is resolved. */
    record Unknown() implements ClaimReply {}

    /** Too many attempts ended without a result; nobody may try again before it is resolved. */
    record Parked() implements ClaimReply {}
}
