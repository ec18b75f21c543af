package io.kvkit.claim;

import io.kvkit.claim.Found.Defect;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Steps;
import io.kvkit.store.Transition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A transition of one record in a shard; the counterpart of shard.lua.
 *
 * @param inner the transition of the record
 * @param key the key of the record
 * @param digest the digest of the key
 */
record ShardTransition<R>(Transition<R> inner, Key key, byte[] digest) implements Transition<R> {

    private static final Script SHARD = Script.load(ShardTransition.class, "shard.lua");
    private static final Map<Script, Script> SCRIPTS = new ConcurrentHashMap<>();

    @Override
    public Script script() {
        return SCRIPTS.computeIfAbsent(inner.script(), SHARD::around);
    }

    @Override
    public List<byte[]> arguments() {
        List<byte[]> given = inner.arguments();
        List<byte[]> all = new ArrayList<>(given.size() + 1);
        all.add(ByteBuffer.allocate(Mark.DIGEST + 1)
                .put(digest)
                .put((byte) given.size())
                .array());
        all.addAll(given);
        return all;
    }

    @Override
    public Step apply(@Nullable Entry entry, long now) {
        Shard shard = entry == null ? Shard.EMPTY : Shard.read(entry.value(), now);
        if (shard == null) {
            return Reply.foreign(Defect.SHARD);
        }
        Entry found = shard.find(digest, token());
        Step step = inner.apply(found, now);
        boolean deletesNothing = step instanceof Step.Delete && found == null;
        return step instanceof Step.Keep || deletesNothing
                ? new Step.Keep(step.reply())
                : written(shard.with(digest, Steps.next(step, key, found, now), now), step, now);
    }

    private static Step written(Shard next, Step step, long now) {
        if (next.isEmpty()) {
            return new Step.Delete(step.reply());
        }
        long left = Millis.left(now, next.end());
        return new Step.Put(step.reply(), next.bytes(), Millis.life(left), Steps.heldUntilMicros(step));
    }

    // The first argument of every step with an owner.
    private byte @Nullable [] token() {
        byte[] first = inner.arguments().get(0);
        return first.length == Token.LENGTH ? first : null;
    }

    @Override
    public R decode(Key shard, byte[] reply) {
        Defect defect = Reply.defect(reply);
        if (defect != Defect.NONE) {
            boolean whole = defect == Defect.SHARD || defect == Defect.TYPE;
            throw KvException.permanent(
                    inner.script().name(),
                    key,
                    (whole ? "the shard " : "the record in ") + shard.text() + " " + defect.text()
                            + "; delete the shard or use another key prefix");
        }
        return inner.decode(key, reply);
    }
}
