package io.kvkit.claim;

import io.kvkit.store.Entry;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import org.jspecify.annotations.Nullable;

/** A transition that leaves what is not a record as it is, and says so. */
interface RecordTransition<R> extends Transition<R> {

    @Override
    default Step apply(@Nullable Entry entry, long now) {
        Found found = Found.in(entry);
        return found.isForeign() ? Reply.foreign(found.defect()) : step(found.old(), now);
    }

    /** Returns the step on a record; null if there is none. */
    Step step(@Nullable ClaimRecord old, long now);
}
