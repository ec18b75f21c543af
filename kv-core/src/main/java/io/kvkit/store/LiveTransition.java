package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * A transition that an embedded store can carry out on a {@link LiveRecord}, so that nothing is encoded, decoded or
 * allocated for a step.
 *
 * <p>It has the same effect as {@link #apply(Entry, long)}: the same answer, and a record with the same
 * {@linkplain LiveRecord#value() bytes}. The contract tests check it.
 *
 * @param <R> the type of the answer; never null
 * @since 0.1
 */
public interface LiveTransition<R> extends Transition<R> {

    /**
     * Returns a live record of an entry.
     *
     * @param key the key of the step
     * @param entry the present value; null if the key is missing or expired
     * @return the record, which no other caller has; null if the entry is not of the kind that the transition expects
     */
    @Nullable
    LiveRecord live(Key key, @Nullable Entry entry);

    /**
     * Carries out the step on a record.
     *
     * @param key the key of the step
     * @param record a record that a transition of the same kind made
     * @param nowMicros the store's time in microseconds since the epoch
     */
    R step(Key key, LiveRecord record, long nowMicros);
}
