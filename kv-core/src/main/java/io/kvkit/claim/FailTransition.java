package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a claim without a result, and keeps a value that is still valid; the counterpart of fail.lua. */
record FailTransition(Token token, long retentionMillis, Mode mode) implements RecordTransition<FailReply> {

    /** What happens to the key. */
    enum Mode {
        /** The next caller may retry. */
        RELEASE(0),
        /** No caller may retry before a decision. */
        HOLD(1),
        /** The next caller may retry, also if the key was marked as done with the same token. */
        WITHDRAW(2),
        /** The next caller may retry; the work was not tried, so the attempt does not count. */
        GIVE_BACK(3),
        /** The same, when the lease ends. */
        LEAVE(4);

        private final int code;

        Mode(int code) {
            this.code = code;
        }

        boolean isUntried() {
            return this == GIVE_BACK || this == LEAVE;
        }
    }

    private static final Script SCRIPT = Script.load(FailTransition.class, "prelude.lua", "record.lua", "fail.lua");

    private static final int RELEASED = 1;
    private static final int STALE = 2;
    private static final int MISSING = 3;

    FailTransition {
        Token.required(token);
        Millis.positive("retention", retentionMillis);
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        byte[] policy = ByteBuffer.allocate(9)
                .putLong(retentionMillis)
                .put((byte) mode.code)
                .array();
        return List.of(token.bytes(), policy);
    }

    @Override
    public Step step(@Nullable ClaimRecord old, long now) {
        if (old == null) {
            return Reply.keep(MISSING);
        }
        Step own = old.isOwnedBy(token) ? own(old, now) : null;
        return own == null ? other(old, now) : own;
    }

    // What was given back has no owner.
    private Step other(ClaimRecord old, long now) {
        boolean abandoned = old.state() == State.PROCESSING && old.isOwnedBy(Token.NONE);
        return Reply.keep(mode.isUntried() && abandoned ? RELEASED : old.isSpent(now) ? MISSING : STALE);
    }

    private @Nullable Step own(ClaimRecord old, long now) {
        State state = old.state();
        if (mode == Mode.HOLD) {
            return state == State.UNKNOWN
                    ? Reply.again(Reply.of(RELEASED), retentionMillis, 0)
                    : state == State.PROCESSING ? hold(old) : null;
        }
        if (state == State.FAILED || (state == State.DONE && old.has(ClaimRecord.RELEASED))) {
            return Reply.keep(RELEASED);
        }
        if (mode.isUntried() && state == State.PROCESSING && isTakeover(old) && !old.hasValue()) {
            return abandon(old, now);
        }
        boolean ends = state == State.PROCESSING || (mode == Mode.WITHDRAW && state == State.DONE);
        return ends ? release(old, now) : null;
    }

    private static boolean isTakeover(ClaimRecord old) {
        return How.of(old.flags() >> ClaimRecord.HOW_SHIFT & ClaimRecord.HOW_MASK) == How.TAKEOVER;
    }

    // What was abandoned is abandoned again, so that the next owner learns it. The late owner's token is void.
    private Step abandon(ClaimRecord old, long now) {
        Draft draft = Draft.of(old);
        draft.token = Token.NONE;
        draft.attempts = Math.max(0, old.attempts() - 1);
        draft.lease = mode == Mode.LEAVE ? old.leaseUntil() : 0;
        long span = Math.max(retentionMillis, Millis.left(now, draft.lease));
        return new Step.Patch(Reply.of(RELEASED), draft.header(), Millis.life(span), draft.lease);
    }

    private Step hold(ClaimRecord old) {
        Draft draft = Draft.of(old);
        draft.state = State.UNKNOWN;
        draft.lease = 0;
        return new Step.Patch(Reply.of(RELEASED), draft.header(), Millis.life(retentionMillis), 0);
    }

    private Step release(ClaimRecord old, long now) {
        Draft draft = Draft.of(old);
        draft.lease = 0;
        if (old.state() == State.PROCESSING && old.isValid(now)) {
            draft.state = State.DONE;
            draft.flags = ClaimRecord.VALUE + ClaimRecord.RELEASED + (old.flags() & ClaimRecord.FIELDS);
            long left = Millis.left(now, old.hardUntil());
            return new Step.Patch(Reply.of(RELEASED), draft.header(), Millis.life(left), 0);
        }
        draft.state = State.FAILED;
        draft.attempts = mode.isUntried() ? Math.max(0, old.attempts() - 1) : old.attempts();
        draft.flags = old.flags() & (ClaimRecord.FINGERPRINT | ClaimRecord.NOTES);
        byte[] bytes = draft.value(0, 0, 0).bytes(old.fingerprint(), old.notes());
        return new Step.Put(Reply.of(RELEASED), bytes, Millis.life(retentionMillis), 0);
    }

    @Override
    public FailReply decode(Key key, byte[] reply) {
        int code = Reply.read("fail", key, reply).get();
        return switch (code) {
            case RELEASED -> FailReply.RELEASED;
            case STALE -> FailReply.STALE;
            case MISSING -> FailReply.MISSING;
            default -> throw Reply.unreadable("fail", key, code);
        };
    }
}
