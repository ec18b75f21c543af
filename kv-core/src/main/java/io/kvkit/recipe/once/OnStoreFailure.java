package io.kvkit.recipe.once;

/**
 * What happens to a call if the store fails.
 *
 * @since 0.1
 */
public enum OnStoreFailure {
    /** The call is refused with the error of the store. */
    FAIL,
    /** The call runs without protection against calls of other processes. */
    PROCEED
}
