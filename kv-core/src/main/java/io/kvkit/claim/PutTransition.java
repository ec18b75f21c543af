package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a value whatever the key holds, and voids any claim; the counterpart of put.lua. */
record PutTransition(Completion value) implements Transition<Long> {

    private static final Script SCRIPT = Script.load(PutTransition.class, "prelude.lua", "record.lua", "put.lua");

    PutTransition(byte[] payload, long freshMillis, long hardMillis, long stamp) {
        this(new Completion(payload, freshMillis, hardMillis, stamp, null, IfMissing.RECREATE));
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        byte[] spans = ByteBuffer.allocate(24)
                .putLong(value.freshMillis())
                .putLong(value.hardMillis())
                .putLong(value.stamp())
                .array();
        return List.of(spans, value.payload());
    }

    @Override
    public Step apply(@Nullable Entry entry, long now) {
        ClaimRecord old = Found.in(entry).old();
        Draft draft = new Draft(State.DONE, Token.NONE);
        draft.flags = ClaimRecord.VALUE;
        draft.attempts = 1;
        draft.fence = Math.max((old == null ? 0 : old.fence()) + 1, now);
        draft.value(Millis.end(now, value.freshMillis()), Millis.end(now, value.hardMillis()), value.stamp());
        byte[] reply = ByteBuffer.allocate(Long.BYTES).putLong(draft.fence).array();
        return new Step.Put(reply, draft.bytes(null, value.payload()), Millis.life(value.hardMillis()), 0);
    }

    @Override
    public Long decode(Key key, byte[] reply) {
        return ByteBuffer.wrap(reply).getLong();
    }
}
