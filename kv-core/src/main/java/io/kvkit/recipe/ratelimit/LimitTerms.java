package io.kvkit.recipe.ratelimit;

/**
 * What becomes of the decisions of a limit.
 *
 * <pre>{@code
 * LimitTerms trial = LimitTerms.USUAL.with(LimitMode.SHADOW);
 * }</pre>
 *
 * @param mode for which keys its refusals apply
 * @param chargeOn which calls it charges; a call without an end, such as that of a client, is always charged
 * @since 0.1
 */
public record LimitTerms(LimitMode mode, ChargeOn chargeOn) {

    /** Refusals apply, and all calls are charged. */
    public static final LimitTerms USUAL = new LimitTerms(LimitMode.ENFORCE, ChargeOn.ALWAYS);

    /** Returns whether a call that has its permits passes, and concerns the limit no more. */
    public boolean passFreely() {
        return chargeOn == ChargeOn.ALWAYS;
    }

    /** Returns these terms with another mode. */
    public LimitTerms with(LimitMode other) {
        return new LimitTerms(other, chargeOn);
    }

    /** Returns these terms with other calls that are charged. */
    public LimitTerms with(ChargeOn other) {
        return new LimitTerms(mode, other);
    }
}
