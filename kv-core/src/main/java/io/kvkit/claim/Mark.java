package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.store.Entry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a record that only says that something is done: the digest of its key, and the tag, which is the end of
 * its owner's token.
 */
final class Mark {

    static final int DIGEST = 16;
    static final int LENGTH = 20;

    private static final int FLAGS = ClaimRecord.FLAGS & ~(ClaimRecord.PROGRESS | ClaimRecord.PARITY);
    private static final int PARTS = 8;

    private Mark() {}

    /** Returns the mark of a record, which must have one. */
    static byte[] of(byte[] digest, byte[] record) {
        byte[] mark = Arrays.copyOf(digest, LENGTH);
        System.arraycopy(record, ClaimRecord.MIN_LENGTH - (LENGTH - DIGEST), mark, DIGEST, LENGTH - DIGEST);
        return mark;
    }

    /**
     * Returns the end of the bucket for a record: at most an eighth of the time that is left too late. Returns 0 if a mark
     * says less than the record.
     *
     * @param present the end of the bucket that has its mark; 0 if there is none
     */
    static long bucketEnd(byte[] bytes, long present, long now) {
        ClaimRecord record = new ClaimRecord(bytes);
        boolean plain = bytes.length >= ClaimRecord.MIN_LENGTH
                && record.state() == State.DONE
                && (record.flags() & FLAGS) == ClaimRecord.VALUE
                && record.hardUntil() > now
                && bytes.length == ClaimRecord.headerLength(record.flags())
                && record.freshUntil() == record.hardUntil();
        if (!plain || record.hardUntil() == present) {
            return plain ? present : 0;
        }
        long width = Math.max(1, (record.hardUntil() - now) / PARTS);
        return (record.hardUntil() + width - 1) / width * width;
    }

    /**
     * Returns the record that a mark stands for. A caller whose token ends with the tag is taken for its owner.
     *
     * @param caller the token of the caller; null if it has none
     */
    static Entry record(int tag, long end, byte @Nullable [] caller) {
        long number = Integer.toUnsignedLong(tag);
        Token owner = caller != null && ByteBuffer.wrap(caller).getInt(DIGEST - Integer.BYTES) == tag
                ? Token.of(caller)
                : new Token(0, number);
        Draft draft = new Draft(State.DONE, owner);
        draft.flags = ClaimRecord.VALUE;
        draft.attempts = 1;
        draft.fence = number + 1;
        return new Entry(draft.value(end, end, 0).bytes(null, Draft.EMPTY), end);
    }
}
