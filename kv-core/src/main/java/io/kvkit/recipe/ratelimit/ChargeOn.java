package io.kvkit.recipe.ratelimit;

/**
 * Which calls a limit charges. Permits are taken before the call is made and given back after it, so calls at the same
 * time never exceed the limit, and a call whose end is never known stays charged.
 *
 * @since 0.1
 */
public enum ChargeOn {
    /** All calls that pass. */
    ALWAYS,
    /** Calls that succeed: a failed call gets its permits back. */
    SUCCESS,
    /** Calls that fail: a successful call gets its permits back. */
    FAILURE
}
