package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The header of a record to be written; the counterpart of the table {@code r} in the scripts. */
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
        return checked(written(0, 0));
    }

    byte[] bytes(byte @Nullable [] print, byte[] payload) {
        byte[] middle = print == null ? EMPTY : print;
        return checked(written(middle.length, payload.length).put(middle).put(payload));
    }

    // The buffer was allocated for the record alone.
    @SuppressWarnings("ByteBufferBackingArray")
    private static byte[] checked(ByteBuffer written) {
        byte[] bytes = written.array();
        int length = ClaimRecord.headerLength(ClaimRecord.shortAt(bytes, 4));
        written.putShort(0, (short) HeaderCheck.of(bytes, length));
        return bytes;
    }

    private ByteBuffer written(int printLength, int payloadLength) {
        int all = HeaderCheck.even(flags | fields());
        ByteBuffer out = ByteBuffer.allocate(ClaimRecord.headerLength(all) + printLength + payloadLength)
                .putShort((short) 0)
                .put((byte) ClaimRecord.VERSION)
                .put((byte) state.code())
                .putShort((short) all);
        number(number(out, fence), hard).putLong(token.high()).putLong(token.low());
        if ((all & ClaimRecord.PROGRESS) != 0) {
            number(number(out.putShort((short) attempts), lease), fresh);
        }
        return (all & ClaimRecord.STAMP) != 0 ? out.putLong(stamp) : out;
    }

    // Fields that a value without a claim does not need are left out. A record keeps its fields while it is patched.
    private int fields() {
        boolean progress = state != State.DONE || attempts != 1 || fresh != hard;
        return (progress ? ClaimRecord.PROGRESS : 0) | (stamp != 0 ? ClaimRecord.STAMP : 0);
    }

    private static ByteBuffer number(ByteBuffer out, long value) {
        return out.put((byte) (value >>> 48)).putShort((short) (value >>> 32)).putInt((int) value);
    }

    static int printFlag(byte @Nullable [] print) {
        return print == null ? 0 : ClaimRecord.FINGERPRINT;
    }
}
