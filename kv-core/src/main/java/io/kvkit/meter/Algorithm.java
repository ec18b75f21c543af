package io.kvkit.meter;

/**
 * The algorithm by which a band counts permits, and its worst case: how far calls can exceed {@code limit} per
 * {@code window}.
 *
 * <p>None of the algorithms is a hard bound on every window of that length; the worst cases below are for a limit of
 * 100 per 60 seconds without a burst. All three refuse without changing anything, so repeated calls never prolong a
 * refusal.
 *
 * @since 0.1
 */
public enum Algorithm {
    /**
     * A bucket that holds {@code burst} permits (the limit, if unset) and is refilled evenly with {@code limit} per
     * {@code window}. Short bursts pass, then calls pass evenly; there is no jump at any boundary.
     *
     * <p>Worst case: a full bucket is emptied at once and all refilled permits are used immediately, so some window
     * sees {@code burst} plus just under one more {@code limit}: 199 in 60 seconds, 101 within any second.
     */
    TOKEN_BUCKET(0),
    /**
     * A counter of the current window plus the share of the previous window that the sliding window still covers, as if
     * the calls of the previous window had been spread evenly.
     *
     * <p>Worst case: they were not spread evenly, so some window sees just under twice the limit: 199 in 60 seconds,
     * 100 within any second. With steady traffic the error is a few percent.
     */
    SLIDING_WINDOW(1),
    /**
     * A counter that restarts with each window. The windows of different keys start at different moments, so that not
     * all keys are released at once. This is the easiest to explain to users ("per day").
     *
     * <p>Worst case: the whole limit at the end of one window and again at the start of the next, so twice the limit
     * passes in an instant: 200 in 60 seconds, up to 200 within a second.
     */
    FIXED_WINDOW(2);

    private final byte kind;

    Algorithm(int kind) {
        this.kind = (byte) kind;
    }

    /** Returns the code of the algorithm in the scripts. */
    byte kind() {
        return kind;
    }
}
