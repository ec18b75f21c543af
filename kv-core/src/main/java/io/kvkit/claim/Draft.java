package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The header of a record that is about to be written; twin of the table {@code r} in the scripts. */
final class Draft {

    static final byte[] EMPTY = {};

    State state;
    int flags;
    int attempts;
    long fence;
    long lease;
    long fresh;
    long hard;
    long stamp;
    Token token;

    Draft(State state, Token token) {
        this.state = state;
        this.token = token;
    }

    static Draft of(ClaimRecord old) {
        Draft draft = new Draft(old.state(), old.token());
        draft.flags = old.flags();
        draft.attempts = old.attempts();
        draft.fence = old.fence();
        draft.lease = old.leaseUntil();
        return draft.value(old.freshUntil(), old.hardUntil(), old.stamp());
    }

    Draft value(long freshUntil, long hardUntil, long valueStamp) {
        fresh = freshUntil;
        hard = hardUntil;
        stamp = valueStamp;
        return this;
    }

    byte[] header() {
        return bytes(null, EMPTY);
    }

    byte[] bytes(byte @Nullable [] print, byte[] payload) {
        byte[] middle = print == null ? EMPTY : print;
        return ByteBuffer.allocate(ClaimRecord.HEADER_LENGTH + middle.length + payload.length)
                .putShort((short) ClaimRecord.MAGIC)
                .put((byte) ClaimRecord.VERSION)
                .put((byte) state.code())
                .putShort((short) flags)
                .putShort((short) attempts)
                .putLong(fence)
                .putLong(lease)
                .putLong(fresh)
                .putLong(hard)
                .putLong(stamp)
                .putLong(token.high())
                .putLong(token.low())
                .put(middle)
                .put(payload)
                .array();
    }

    static int printFlag(byte @Nullable [] print) {
        return print == null ? 0 : ClaimRecord.FINGERPRINT;
    }
}
