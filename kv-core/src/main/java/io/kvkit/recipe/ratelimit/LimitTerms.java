package io.kvkit.recipe.ratelimit;

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
 * @since 0.1
 */
public record LimitTerms(LimitMode mode, ChargeOn chargeOn, LimitWait waiting) {

    /** Refusals apply at once, and all calls are charged. */
    public static final LimitTerms USUAL = new LimitTerms(LimitMode.ENFORCE, ChargeOn.ALWAYS, LimitWait.NONE);

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
        return new LimitTerms(other, chargeOn, waiting);
    }

    /** Returns these terms with other calls that are charged. */
    public LimitTerms with(ChargeOn other) {
        return new LimitTerms(mode, other, waiting);
    }

    /** Returns these terms with another wait. */
    public LimitTerms with(LimitWait other) {
        return new LimitTerms(mode, chargeOn, other);
    }
}
