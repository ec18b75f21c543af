package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Extends the lease of a claim and never creates one; the counterpart of renew.lua. */
record RenewTransition(Token token, long leaseMillis, long retentionMillis) implements RecordTransition<Boolean> {

    private static final Script SCRIPT = Script.load(RenewTransition.class, "prelude.lua", "record.lua", "renew.lua");

    RenewTransition {
        Token.required(token);
        Millis.positive("lease", leaseMillis);
        Millis.positive("retention", retentionMillis);
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(token.bytes(), Millis.bytes(leaseMillis, retentionMillis));
    }

    @Override
    public Step step(@Nullable ClaimRecord old, long now) {
        if (old == null || old.state() != State.PROCESSING || !old.isOwnedBy(token)) {
            return Reply.keep(0);
        }
        long span = old.isValid(now) ? Millis.left(now, old.hardUntil()) : retentionMillis;
        Draft draft = Draft.of(old);
        draft.lease = Millis.end(now, leaseMillis);
        return new Step.Patch(Reply.of(1), draft.header(), Millis.life(Math.max(leaseMillis, span)), draft.lease);
    }

    @Override
    public Boolean decode(Key key, byte[] reply) {
        return Reply.read("renew", key, reply).get() != 0;
    }
}
