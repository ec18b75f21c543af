package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores a result and ends the claim; the counterpart of complete.lua. */
record CompleteTransition(Token token, Completion completion) implements RecordTransition<CompleteReply> {

    private static final Script SCRIPT =
            Script.load(CompleteTransition.class, "prelude.lua", "finish.lua", "record.lua", "complete.lua");

    private static final int STORED = 1;
    private static final int RECREATED = 2;
    private static final int STALE = 3;
    private static final int MISSING = 4;

    CompleteTransition {
        Token.required(token);
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        byte[] print = completion.fingerprint();
        byte[] spans = ByteBuffer.allocate(25)
                .putLong(completion.freshMillis())
                .putLong(completion.hardMillis())
                .putLong(completion.stamp())
                .put((byte) (completion.ifMissing() == IfMissing.RECREATE ? 1 : completion.keep() ? 2 : 0))
                .array();
        return List.of(token.bytes(), print == null ? Draft.EMPTY : print, spans, completion.payload());
    }

    @Override
    public Step step(@Nullable ClaimRecord old, long now) {
        if (old != null && old.isOwnedBy(token)) {
            return own(old, now);
        }
        if (old != null && !old.isSpent(now)) {
            return Reply.keep(STALE);
        }
        if (completion.ifMissing() == IfMissing.REFUSE) {
            return Reply.keep(MISSING);
        }
        long fence = Math.max((old == null ? 0 : old.fence()) + 1, now);
        return result(RECREATED, ClaimRecord.RECREATED, 1, fence, completion.fingerprint(), now);
    }

    private Step own(ClaimRecord old, long now) {
        if (old.state() == State.DONE && !old.has(ClaimRecord.RELEASED)) {
            int told = old.has(ClaimRecord.RECREATED) ? RECREATED : STORED;
            return Reply.again(Reply.of(told), Millis.left(now, old.hardUntil()), 0);
        }
        if (completion.keep()) {
            return kept(old, now);
        }
        byte[] stored = old.fingerprint();
        byte[] print = stored != null ? stored : completion.fingerprint();
        return result(STORED, 0, old.attempts(), old.fence(), print, now);
    }

    // The header must not grow into the value.
    private Step kept(ClaimRecord old, long now) {
        boolean fits = completion.stamp() == 0 || old.has(ClaimRecord.STAMP);
        if (old.state() != State.PROCESSING || !old.isValid(now) || !fits) {
            return Reply.keep(MISSING);
        }
        Draft draft = Draft.of(old);
        draft.state = State.DONE;
        draft.flags = ClaimRecord.VALUE + (old.flags() & ClaimRecord.FIELDS);
        draft.lease = 0;
        draft.value(
                Millis.end(now, completion.freshMillis()),
                Millis.end(now, completion.hardMillis()),
                completion.stamp());
        return new Step.Patch(Reply.of(STORED), draft.header(), Millis.life(completion.hardMillis()), 0);
    }

    private Step result(int code, int flags, int attempts, long fence, byte @Nullable [] print, long now) {
        Draft draft = new Draft(State.DONE, token);
        draft.flags = ClaimRecord.VALUE + flags + Draft.printFlag(print);
        draft.attempts = attempts;
        draft.fence = fence;
        draft.value(
                Millis.end(now, completion.freshMillis()),
                Millis.end(now, completion.hardMillis()),
                completion.stamp());
        byte[] bytes = draft.bytes(print, completion.payload());
        return new Step.Put(Reply.of(code), bytes, Millis.life(completion.hardMillis()), 0);
    }

    @Override
    public CompleteReply decode(Key key, byte[] reply) {
        int code = Reply.read("complete", key, reply).get();
        return switch (code) {
            case STORED -> CompleteReply.STORED;
            case RECREATED -> CompleteReply.RECREATED;
            case STALE -> CompleteReply.STALE;
            case MISSING -> CompleteReply.MISSING;
            default -> throw Reply.unreadable("complete", key, code);
        };
    }
}
