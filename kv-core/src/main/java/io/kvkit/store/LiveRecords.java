package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * The live records of an embedded store, for callers that come back to a key: they keep its record, and look it up again
 * only if the store has dropped it. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * R reply = record == null ? null : records.step(key, record, transition);
 * if (reply == null) {
 *     reply = store.applyNow(key, transition);
 *     record = records.find(key);
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface LiveRecords {

    /** Returns the live record of a key; null if it has none. */
    @Nullable
    LiveRecord find(Key key);

    /**
     * Carries out a transition on a record in one atomic step, as {@link KvStore#applyNow} does.
     *
     * @param record the record that was found for the key
     * @return the answer; null if the store has dropped the record, and then nothing is changed
     */
    <R> @Nullable R step(Key key, LiveRecord record, LiveTransition<R> transition);
}
