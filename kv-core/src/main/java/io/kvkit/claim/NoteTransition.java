package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Extends the lease of a claim and leaves notes about its work; the counterpart of note.lua. */
record NoteTransition(Token token, long leaseMillis, long retentionMillis, byte[] notes)
        implements RecordTransition<Boolean> {

    private static final Script SCRIPT = Script.load(NoteTransition.class, "prelude.lua", "record.lua", "note.lua");

    NoteTransition {
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
        return List.of(token.bytes(), Millis.bytes(leaseMillis, retentionMillis), notes);
    }

    @Override
    public Step step(@Nullable ClaimRecord old, long now) {
        if (old == null || old.state() != State.PROCESSING || !old.isOwnedBy(token) || old.hasValue()) {
            return Reply.keep(0);
        }
        Draft draft = Draft.of(old);
        draft.lease = Millis.end(now, leaseMillis);
        draft.flags |= ClaimRecord.NOTES;
        byte[] bytes = draft.bytes(old.fingerprint(), longer(old.notes()));
        return new Step.Put(Reply.of(1), bytes, Millis.life(Math.max(leaseMillis, retentionMillis)), draft.lease);
    }

    // Notes only grow: shorter ones than the present ones are late.
    private byte[] longer(byte[] present) {
        return present.length > notes.length ? present : notes;
    }

    @Override
    public Boolean decode(Key key, byte[] reply) {
        return Reply.read("note", key, reply).get() != 0;
    }
}
