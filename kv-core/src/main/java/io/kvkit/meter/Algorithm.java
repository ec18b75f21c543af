package io.kvkit.meter;

/**
 * The algorithm by which a band counts permits, and its worst case: how far calls can exceed {@code limit} per
 * {@code window}.
 *
 * <p>Only {@link #STRICT_WINDOW} is a hard bound on every window of that length. The worst cases below are for a limit of
 * 100 per 60 seconds without a burst. All algorithms refuse without changing anything, so repeated calls never prolong
 * a refusal.
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
    FIXED_WINDOW(2),
    /**
     * A counter for each tenth of a window. All tenths that a window can touch count in full, so no window of that
     * length, wherever it starts, ever sees more than the limit. Permits that are given back are taken from the newest
     * tenths: if they were taken in an earlier one, as many calls may pass up to a window early.
     *
     * <p>Worst case: the limit, in any window. In exchange, permits come back up to a tenth of a window late, so steady
     * traffic gets 10 of 11 permits: 91 in 60 seconds.
     */
    STRICT_WINDOW(3),
    /**
     * A counter that restarts with each minute, hour, day or month of a time zone, see {@link CalendarWindow}. All keys
     * restart at the same moment.
     *
     * <p>Worst case: as for {@link #FIXED_WINDOW}, 200 around the end of a minute.
     */
    CALENDAR_WINDOW(4);

    private final byte kind;

    Algorithm(int kind) {
        this.kind = (byte) kind;
    }

    /** Returns the code of the algorithm in the scripts. */
    byte kind() {
        return kind;
    }
}
