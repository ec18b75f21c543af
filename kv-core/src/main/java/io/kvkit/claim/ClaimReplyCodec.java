package io.kvkit.claim;

import io.kvkit.claim.ClaimReply.How;
import io.kvkit.store.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Encodes and decodes the replies to a claim; the formats are those of claim.lua. */
final class ClaimReplyCodec {

    static final int MISMATCH = 4;

    private static final int UNKNOWN = 5;
    private static final int PARKED = 6;
    private static final int CLAIMED = 1;
    private static final int DONE = 2;
    private static final int BUSY = 3;

    private ClaimReplyCodec() {}

    static byte[] claimed(Draft draft, byte[] notes) {
        boolean replaced = (draft.flags & ClaimRecord.REPLACED) != 0;
        return ByteBuffer.allocate(21 + notes.length)
                .put((byte) CLAIMED)
                .put((byte) (draft.flags >> ClaimRecord.HOW_SHIFT & ClaimRecord.HOW_MASK))
                .put((byte) (replaced ? 1 : 0))
                .putShort((short) draft.attempts)
                .putLong(draft.fence)
                .putLong(draft.lease)
                .put(notes)
                .array();
    }

    static byte[] done(ClaimRecord record) {
        byte[] value = record.bytes();
        int offset = record.payloadOffset();
        return ByteBuffer.allocate(17 + value.length - offset)
                .put((byte) DONE)
                .putLong(record.freshUntil())
                .putLong(record.hardUntil())
                .put(value, offset, value.length - offset)
                .array();
    }

    static byte[] busy(long leftMicros, Token holder) {
        return ByteBuffer.allocate(25)
                .put((byte) BUSY)
                .putLong(leftMicros)
                .putLong(holder.high())
                .putLong(holder.low())
                .array();
    }

    static byte[] stopped(ClaimRecord record, ClaimRecord.State state) {
        if (state == ClaimRecord.State.UNKNOWN) {
            return ByteBuffer.allocate(9)
                    .put((byte) UNKNOWN)
                    .putLong(record.fence())
                    .array();
        }
        return ByteBuffer.allocate(11)
                .put((byte) PARKED)
                .putLong(record.fence())
                .putShort((short) record.attempts())
                .array();
    }

    static ClaimReply decode(Key key, byte[] reply) {
        ByteBuffer in = Reply.read("claim", key, reply);
        int code = in.get();
        return switch (code) {
            case CLAIMED -> readClaimed(in);
            case DONE -> readDone(in);
            case BUSY -> readBusy(in);
            case MISMATCH -> new ClaimReply.Mismatch();
            case UNKNOWN -> new ClaimReply.Unknown(in.getLong());
            case PARKED -> new ClaimReply.Parked(in.getLong(), Short.toUnsignedInt(in.getShort()));
            default -> throw Reply.unreadable("claim", key, code);
        };
    }

    private static ClaimReply readClaimed(ByteBuffer in) {
        How how = How.of(in.get());
        boolean replaced = in.get() != 0;
        int attempt = Short.toUnsignedInt(in.getShort());
        return new ClaimReply.Claimed(how, in.getLong(), attempt, in.getLong(), replaced, rest(in));
    }

    private static ClaimReply readDone(ByteBuffer in) {
        long freshUntil = in.getLong();
        long hardUntil = in.getLong();
        return new ClaimReply.Done(rest(in), freshUntil, hardUntil);
    }

    private static byte[] rest(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return Draft.EMPTY;
        }
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private static ClaimReply readBusy(ByteBuffer in) {
        Duration left = Duration.of(in.getLong(), ChronoUnit.MICROS);
        return new ClaimReply.Busy(left, new Token(in.getLong(), in.getLong()));
    }
}
