package io.kvkit.claim;

import io.kvkit.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a transition finds under its key; the counterpart of {@code load} in record.lua.
 *
 * @param old the record; null if the key is missing or holds anything other than a record
 * @param defect why the content is not a record
 */
record Found(@Nullable ClaimRecord old, Defect defect) {

    /** Why the content of a key is not a record, with the numbers of the scripts. */
    enum Defect {
        NONE(0, "is a record"),
        TYPE(1, "has another type than string"),
        SHORT(2, "is too short for a record"),
        CONTENT(3, "was not written as a record"),
        SHARD(4, "was not written as a shard of records");

        private final int code;
        private final String text;

        Defect(int code, String text) {
            this.code = code;
            this.text = text;
        }

        int code() {
            return code;
        }

        String text() {
            return text;
        }

        static Defect of(int code) {
            return switch (code) {
                case 0 -> NONE;
                case 1 -> TYPE;
                case 2 -> SHORT;
                case 4 -> SHARD;
                default -> CONTENT;
            };
        }
    }

    private static final Found MISSING = new Found(null, Defect.NONE);
    private static final int DONE = ClaimRecord.State.DONE.code();
    private static final long MAX_EXACT = 1L << 53;

    static Found in(@Nullable Entry entry) {
        if (entry == null) {
            return MISSING;
        }
        Defect defect = defect(entry.value());
        return new Found(defect == Defect.NONE ? new ClaimRecord(entry.value()) : null, defect);
    }

    boolean isForeign() {
        return defect != Defect.NONE;
    }

    static Defect defect(byte[] bytes) {
        if (bytes.length < ClaimRecord.MIN_LENGTH) {
            return Defect.SHORT;
        }
        int flags = ClaimRecord.shortAt(bytes, 4);
        if (!isHead(bytes, flags)) {
            return Defect.CONTENT;
        }
        if (bytes.length < ClaimRecord.payloadOffset(flags)) {
            return Defect.SHORT;
        }
        boolean isWhole = HeaderCheck.of(bytes, ClaimRecord.headerLength(flags)) == ClaimRecord.shortAt(bytes, 0);
        return isWhole && isExact(new ClaimRecord(bytes)) ? Defect.NONE : Defect.CONTENT;
    }

    // A record whose flags do not fit its state was not written by these transitions.
    private static boolean isHead(byte[] bytes, int flags) {
        if (bytes[2] != ClaimRecord.VERSION || flags != HeaderCheck.even(flags)) {
            return false;
        }
        int state = bytes[3];
        int needed = state == DONE ? ClaimRecord.VALUE : ClaimRecord.PROGRESS;
        return (flags & ~ClaimRecord.FLAGS) == 0 && state >= 1 && state <= 5 && (flags & needed) != 0;
    }

    // Scripts compute in doubles: above 2^53, the two renditions would read different numbers.
    private static boolean isExact(ClaimRecord record) {
        return record.fence() < MAX_EXACT
                && record.hardUntil() < MAX_EXACT
                && record.leaseUntil() < MAX_EXACT
                && record.freshUntil() < MAX_EXACT;
    }
}
