package io.kvkit.recipe.once;

/** What happens to a call while another one with its key runs. */
public enum InProgress {
    /** It is refused at once. */
    REJECT,
    /** It waits for one lease at most, then it is refused. */
    WAIT
}
