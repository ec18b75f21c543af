package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a claim of unknown outcome or a parked one; the counterpart of resolve.lua.
 *
 * @param token the name of the decision
 * @param fence the fence that the record must still have
 * @param result the result; null to let the next caller try again
 * @param spanMillis how long the result may be used, or how long the record is kept without one
 */
record ResolveTransition(Token token, long fence, @Nullable Completion result, long spanMillis)
        implements RecordTransition<ResolveReply> {

    private static final Script SCRIPT =
            Script.load(ResolveTransition.class, "prelude.lua", "record.lua", "resolve.lua");

    private static final int RESOLVED = 1;
    private static final int STALE = 2;
    private static final int MISSING = 3;

    ResolveTransition {
        Token.required(token);
        Millis.positive("retention", spanMillis);
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        byte[] spans = ByteBuffer.allocate(33)
                .putLong(fence)
                .put((byte) (result == null ? 0 : 1))
                .putLong(result == null ? 0 : result.freshMillis())
                .putLong(spanMillis)
                .putLong(result == null ? 0 : result.stamp())
                .array();
        return List.of(token.bytes(), spans, payload());
    }

    private byte[] payload() {
        return result == null ? Draft.EMPTY : result.payload();
    }

    @Override
    public Step step(@Nullable ClaimRecord old, long now) {
        if (old == null) {
            return Reply.keep(MISSING);
        }
        State target = result == null ? State.FAILED : State.DONE;
        if (old.fence() == fence && old.state() == target && old.isOwnedBy(token)) {
            return Reply.keep(RESOLVED);
        }
        if (old.isSpent(now)) {
            return Reply.keep(MISSING);
        }
        boolean open = old.state() == State.UNKNOWN || old.state() == State.PARKED;
        return open && old.fence() == fence ? decide(old, target, now) : Reply.keep(STALE);
    }

    private Step decide(ClaimRecord old, State target, long now) {
        Draft draft = Draft.of(old);
        draft.state = target;
        draft.token = token;
        draft.lease = 0;
        byte[] bytes = result == null ? released(draft, old) : resolved(draft, old, result, now);
        return new Step.Put(Reply.of(RESOLVED), bytes, Millis.life(spanMillis), 0);
    }

    private static byte[] released(Draft draft, ClaimRecord old) {
        draft.flags = old.flags() & (ClaimRecord.FINGERPRINT | ClaimRecord.NOTES);
        draft.attempts = 0;
        return draft.value(0, 0, 0).bytes(old.fingerprint(), old.notes());
    }

    private byte[] resolved(Draft draft, ClaimRecord old, Completion done, long now) {
        draft.flags = (old.flags() & ClaimRecord.FINGERPRINT) + ClaimRecord.VALUE;
        return draft.value(Millis.end(now, done.freshMillis()), Millis.end(now, spanMillis), done.stamp())
                .bytes(old.fingerprint(), done.payload());
    }

    @Override
    public ResolveReply decode(Key key, byte[] reply) {
        int code = Reply.read("resolve", key, reply).get();
        return switch (code) {
            case RESOLVED -> ResolveReply.RESOLVED;
            case STALE -> ResolveReply.STALE;
            case MISSING -> ResolveReply.MISSING;
            default -> throw Reply.unreadable("resolve", key, code);
        };
    }
}
