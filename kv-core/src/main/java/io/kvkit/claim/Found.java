package io.kvkit.claim;

import io.kvkit.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a transition finds under its key; twin of {@code load} in prelude.lua.
 *
 * @param old the record; null when the key is missing or holds something else
 * @param defect why it is no record
 */
record Found(@Nullable ClaimRecord old, Defect defect) {

    private static final Found MISSING = new Found(null, Defect.NONE);

    static Found in(@Nullable Entry entry) {
        if (entry == null) {
            return MISSING;
        }
        Defect defect = Defect.of(entry.value());
        return new Found(defect == Defect.NONE ? ClaimRecord.read(entry.value()) : null, defect);
    }

    boolean isForeign() {
        return defect != Defect.NONE;
    }

    /** Whether a record holds a value that may still be used. */
    static boolean valid(ClaimRecord record, long now) {
        return record.hasValue() && record.hardUntil() > now;
    }

    /** Whether a record holds nothing but a value past its end, so that it counts as missing. */
    static boolean spent(ClaimRecord record, long now) {
        return record.state() == ClaimRecord.State.DONE && record.hardUntil() <= now;
    }
}
