package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Meter;
import java.time.Duration;

/**
 * What becomes of the decisions of a limit.
 *
 * <pre>{@code
 * LimitTerms trial = LimitTerms.USUAL.with(LimitMode.SHADOW);
 * }</pre>
 *
 * @param mode for which keys its refusals apply
 * @param chargeOn which calls it charges; a call without an end, such as that of a client, is always charged
 * @param waiting how long calls wait for permits; those of a client do not wait
 * @param block how many permits this JVM takes from a store with I/O at once, to grant them by itself; 0 or 1 for those of
 *     each call only. At most 1,000,000
 * @since 0.1
 */
public record LimitTerms(LimitMode mode, ChargeOn chargeOn, LimitWait waiting, int block) {

    /** Refusals apply at once, and all calls are charged. */
    public static final LimitTerms USUAL = new LimitTerms(LimitMode.ENFORCE, ChargeOn.ALWAYS, LimitWait.NONE);

    public LimitTerms {
        if (block < 0 || block > Meter.MAX_COUNT) {
            throw new IllegalArgumentException(
                    "A block must be from 0 to " + Meter.MAX_COUNT + " permits, but is " + block);
        }
        if (block > 1 && chargeOn != ChargeOn.ALWAYS) {
            throw new IllegalArgumentException(
                    "A limit that charges calls by their end must not take a block of permits");
        }
    }

    /** Creates terms without a block. */
    public LimitTerms(LimitMode mode, ChargeOn chargeOn, LimitWait waiting) {
        this(mode, chargeOn, waiting, 0);
    }

    /** Returns whether a call that has its permits passes, and concerns the limit no more. */
    public boolean passFreely() {
        return chargeOn == ChargeOn.ALWAYS && !letWait();
    }

    /** Returns whether calls may wait for permits. */
    public boolean letWait() {
        return !waiting.maxWait().equals(Duration.ZERO);
    }

    /** Returns these terms with another mode. */
    public LimitTerms with(LimitMode other) {
        return new LimitTerms(other, chargeOn, waiting, block);
    }

    /** Returns these terms with other calls that are charged. */
    public LimitTerms with(ChargeOn other) {
        return new LimitTerms(mode, other, waiting, block);
    }

    /** Returns these terms with another wait. */
    public LimitTerms with(LimitWait other) {
        return new LimitTerms(mode, chargeOn, other, block);
    }

    /** Returns these terms with another block. */
    public LimitTerms withBlock(int permits) {
        return new LimitTerms(mode, chargeOn, waiting, permits);
    }
}
