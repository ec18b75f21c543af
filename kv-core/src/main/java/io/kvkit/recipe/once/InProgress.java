package io.kvkit.recipe.once;

/**
 * What happens to a call while another one with its key runs.
 *
 * @since 0.1
 */
public enum InProgress {
    /** The call is refused at once. */
    REJECT,
    /** The call waits for at most the duration of one lease, and is then refused. */
    WAIT
}
