package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Marks a key as done without work; the counterpart of mark.lua. */
record MarkTransition(Token token, long spanMillis) implements RecordTransition<MarkReply> {

    private static final Script SCRIPT = Script.load(MarkTransition.class, "prelude.lua", "record.lua", "mark.lua");

    private static final int MARKED = 1;
    private static final int DONE = 2;
    private static final int IN_USE = 3;

    MarkTransition {
        Token.required(token);
        Millis.positive("retention", spanMillis);
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(token.bytes(), Millis.bytes(spanMillis));
    }

    @Override
    public boolean creates() {
        return Millis.isLong(spanMillis);
    }

    @Override
    public Step step(@Nullable ClaimRecord old, long now) {
        if (old == null) {
            return mark(0, now);
        }
        if (old.state() == State.DONE && old.hardUntil() > now) {
            boolean own = old.isOwnedBy(token) && !old.has(ClaimRecord.RELEASED);
            return own ? Reply.again(Reply.of(MARKED), Millis.left(now, old.hardUntil()), 0) : Reply.keep(DONE);
        }
        return isInUse(old, now) ? Reply.keep(IN_USE) : mark(old.fence(), now);
    }

    private static boolean isInUse(ClaimRecord old, long now) {
        return switch (old.state()) {
            case UNKNOWN, PARKED -> true;
            case PROCESSING -> old.leaseUntil() > now;
            case DONE, FAILED -> false;
        };
    }

    private Step mark(long fence, long now) {
        Draft draft = new Draft(State.DONE, token);
        draft.flags = ClaimRecord.VALUE;
        draft.attempts = 1;
        draft.fence = Math.max(fence + 1, now);
        long till = Millis.end(now, spanMillis);
        byte[] bytes = draft.value(till, till, 0).bytes(null, Draft.EMPTY);
        return new Step.Put(Reply.of(MARKED), bytes, Millis.life(spanMillis), 0);
    }

    @Override
    public MarkReply decode(Key key, byte[] reply) {
        int code = Reply.read("mark", key, reply).get();
        return switch (code) {
            case MARKED -> MarkReply.MARKED;
            case DONE -> MarkReply.DONE;
            case IN_USE -> MarkReply.IN_USE;
            default -> throw Reply.unreadable("mark", key, code);
        };
    }
}
