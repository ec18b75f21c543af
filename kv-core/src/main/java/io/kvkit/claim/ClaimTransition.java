package io.kvkit.claim;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimRequest.Foreign;
import io.kvkit.claim.ClaimRequest.Mode;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Claims a key, or replies why not; the counterpart of claim.lua. */
record ClaimTransition(ClaimRequest request) implements Transition<ClaimReply> {

    private static final Script SCRIPT =
            Script.load(ClaimTransition.class, "prelude.lua", "begin.lua", "record.lua", "claim.lua");

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        byte[] print = request.fingerprint();
        byte[] policy = ByteBuffer.allocate(29)
                .putLong(request.leaseMillis())
                .putLong(request.retentionMillis())
                .putShort((short) request.maxAttempts())
                .put(request.mode().code())
                .put(bit(request.foreign() == Foreign.REPLACE))
                .put(bit(request.onAbandoned() == OnAbandoned.HOLD))
                .putLong(request.fence())
                .array();
        return List.of(request.token().bytes(), print == null ? Draft.EMPTY : print, policy);
    }

    @Override
    public boolean creates() {
        return request.mode() == Mode.CREATE && Millis.isLong(request.leaseMillis());
    }

    private static byte bit(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    @Override
    public Step apply(@Nullable Entry entry, long now) {
        Found found = Found.in(entry);
        if (found.isForeign() && request.foreign() == Foreign.REFUSE) {
            return Reply.foreign(found.defect());
        }
        ClaimRecord old = found.old();
        if (request.mode() == Mode.OVERWRITE) {
            return overwrite(old, now);
        }
        if (old == null) {
            return begin(0, found.isForeign() ? ClaimRecord.REPLACED : 0, now);
        }
        if (old.isSpent(now)) {
            return begin(old.fence(), 0, now);
        }
        if (differs(old.fingerprint(), request.fingerprint())) {
            return Reply.keep(ClaimReplyCodec.MISMATCH);
        }
        return judge(old, now);
    }

    private Step overwrite(@Nullable ClaimRecord old, long now) {
        if (old != null && old.state() == State.PROCESSING && old.isOwnedBy(request.token())) {
            return new Step.Keep(ClaimReplyCodec.claimed(Draft.of(old), Draft.EMPTY));
        }
        return old == null || old.fence() != request.fence()
                ? Reply.keep(ClaimReplyCodec.MISMATCH)
                : written(win(How.NEW, 1, old.fence(), now), null, Draft.EMPTY);
    }

    private static boolean differs(byte @Nullable [] stored, byte @Nullable [] given) {
        return stored != null && given != null && !Arrays.equals(stored, given);
    }

    private Step judge(ClaimRecord old, long now) {
        State state = old.state();
        if (state == State.UNKNOWN || state == State.PARKED) {
            return new Step.Keep(ClaimReplyCodec.stopped(old, state));
        }
        if (state == State.PROCESSING && old.isOwnedBy(request.token())) {
            return again(old, now);
        }
        if (old.isValid(now) && isAnswer(old, now)) {
            return new Step.Keep(ClaimReplyCodec.done(old));
        }
        if (state == State.DONE) {
            return succeed(old, How.REFRESH, 1, now);
        }
        if (state == State.PROCESSING && old.leaseUntil() > now) {
            return new Step.Keep(ClaimReplyCodec.busy(old.leaseUntil() - now, old.token()));
        }
        return retry(old, now);
    }

    // A claim overwrites the header in place, so a record without room for one stays as it is.
    private boolean isAnswer(ClaimRecord old, long now) {
        return switch (request.mode()) {
            case CREATE, OVERWRITE -> true;
            case REFRESH -> old.freshUntil() > now;
            case EARLY -> old.fence() != request.fence() || !old.has(ClaimRecord.PROGRESS);
        };
    }

    private Step retry(ClaimRecord old, long now) {
        boolean abandoned = old.state() == State.PROCESSING;
        if (abandoned && request.onAbandoned() == OnAbandoned.HOLD) {
            return stop(old, State.UNKNOWN);
        }
        if (request.maxAttempts() > 0 && old.attempts() >= request.maxAttempts()) {
            return stop(old, State.PARKED);
        }
        return succeed(old, abandoned ? How.TAKEOVER : How.RETRY, old.attempts() + 1, now);
    }

    private Step again(ClaimRecord old, long now) {
        long span = old.isValid(now) ? Millis.left(now, old.hardUntil()) : request.retentionMillis();
        byte[] reply = ClaimReplyCodec.claimed(Draft.of(old), old.notes());
        return Reply.again(reply, Math.max(request.leaseMillis(), span), old.leaseUntil());
    }

    private Step begin(long fence, int flags, long now) {
        Draft draft = win(How.NEW, 1, fence, now);
        draft.flags += flags + Draft.printFlag(request.fingerprint());
        return written(draft, request.fingerprint(), Draft.EMPTY);
    }

    private Step succeed(ClaimRecord old, How how, int attempts, long now) {
        Draft draft = win(how, attempts, old.fence(), now);
        if (old.isValid(now)) {
            draft.flags += ClaimRecord.VALUE + (old.flags() & ClaimRecord.FIELDS);
            draft.value(old.freshUntil(), old.hardUntil(), old.stamp());
            long span = Math.max(request.leaseMillis(), Millis.left(now, old.hardUntil()));
            return new Step.Patch(
                    ClaimReplyCodec.claimed(draft, Draft.EMPTY), draft.header(), Millis.life(span), draft.lease);
        }
        byte[] kept = request.fingerprint() != null ? request.fingerprint() : old.fingerprint();
        draft.flags += Draft.printFlag(kept) + (old.flags() & ClaimRecord.NOTES);
        return written(draft, kept, old.notes());
    }

    private Draft win(How how, int attempts, long fence, long now) {
        Draft draft = new Draft(State.PROCESSING, request.token());
        draft.flags = how.code() << ClaimRecord.HOW_SHIFT;
        draft.attempts = Math.min(attempts, ClaimRequest.MAX_ATTEMPTS);
        draft.fence = Math.max(fence + 1, now);
        draft.lease = Millis.end(now, request.leaseMillis());
        return draft;
    }

    private Step written(Draft draft, byte @Nullable [] print, byte[] notes) {
        long span = Math.max(request.leaseMillis(), request.retentionMillis());
        byte[] bytes = draft.bytes(print, notes);
        return new Step.Put(ClaimReplyCodec.claimed(draft, notes), bytes, Millis.life(span), draft.lease);
    }

    private Step stop(ClaimRecord old, State state) {
        Draft draft = Draft.of(old);
        draft.state = state;
        draft.lease = 0;
        byte[] reply = ClaimReplyCodec.stopped(old, state);
        return new Step.Patch(reply, draft.header(), Millis.life(request.retentionMillis()), 0);
    }

    @Override
    public ClaimReply decode(Key key, byte[] reply) {
        return ClaimReplyCodec.decode(key, reply);
    }
}
