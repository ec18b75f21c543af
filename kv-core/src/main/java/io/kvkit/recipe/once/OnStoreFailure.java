package io.kvkit.recipe.once;

/** What happens to a call when the store cannot be asked. */
public enum OnStoreFailure {
    /** It is refused with the store's error. */
    FAIL,
    /** It is made without protection against calls of other processes. */
    PROCEED
}
