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

/** Releases a claim and keeps a value that is still valid; the counterpart of fail.lua. */
record FailTransition(Token token, long retentionMillis) implements Transition<FailReply> {

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
        byte[] retention =
                ByteBuffer.allocate(Long.BYTES).putLong(retentionMillis).array();
        return List.of(token.bytes(), retention);
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
        if (old.isOwnedBy(token)) {
            if (old.state() == State.FAILED || (old.state() == State.DONE && old.has(ClaimRecord.RELEASED))) {
                return Reply.keep(RELEASED);
            }
            if (old.state() == State.PROCESSING) {
                return release(old, now);
            }
        }
        return Reply.keep(old.isSpent(now) ? MISSING : STALE);
    }

    private Step release(ClaimRecord old, long now) {
        Draft draft = Draft.of(old);
        draft.lease = 0;
        if (old.isValid(now)) {
            draft.state = State.DONE;
            draft.flags = ClaimRecord.VALUE + ClaimRecord.RELEASED + (old.flags() & ClaimRecord.FIELDS);
            long left = Millis.left(now, old.hardUntil());
            return new Step.Patch(Reply.of(RELEASED), draft.header(), Millis.life(left), 0);
        }
        draft.state = State.FAILED;
        draft.flags = old.flags() & ClaimRecord.FINGERPRINT;
        byte[] bytes = draft.value(0, 0, 0).bytes(old.fingerprint(), Draft.EMPTY);
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
