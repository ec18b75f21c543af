package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a claim without a result, and keeps a value that is still valid; the counterpart of fail.lua. */
record FailTransition(Token token, long retentionMillis, Mode mode) implements Transition<FailReply> {

    /** What happens to the key. */
    enum Mode {
        /** The next caller may retry. */
        RELEASE(0),
        /** No caller may retry before a decision. */
        HOLD(1),
        /** The next caller may retry, also if the key was marked as done with the same token. */
        WITHDRAW(2);

        private final int code;

        Mode(int code) {
            this.code = code;
        }
    }

    private static final Script SCRIPT = Script.load(FailTransition.class, "prelude.lua", "fail.lua");

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
    public Step apply(@Nullable Entry entry, long now) {
        Found found = Found.in(entry);
        if (found.isForeign()) {
            return Reply.foreign(found.defect());
        }
        ClaimRecord old = found.old();
        if (old == null) {
            return Reply.keep(MISSING);
        }
        Step own = old.isOwnedBy(token) ? own(old, now) : null;
        return own == null ? Reply.keep(old.isSpent(now) ? MISSING : STALE) : own;
    }

    private @Nullable Step own(ClaimRecord old, long now) {
        State state = old.state();
        if (mode == Mode.HOLD) {
            return state == State.UNKNOWN ? Reply.keep(RELEASED) : state == State.PROCESSING ? hold(old) : null;
        }
        if (state == State.FAILED || (state == State.DONE && old.has(ClaimRecord.RELEASED))) {
            return Reply.keep(RELEASED);
        }
        boolean ends = state == State.PROCESSING || (mode == Mode.WITHDRAW && state == State.DONE);
        return ends ? release(old, now) : null;
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
