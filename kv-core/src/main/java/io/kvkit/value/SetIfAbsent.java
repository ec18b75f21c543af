package io.kvkit.value;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a value if there is none. */
record SetIfAbsent(byte[] value, Ttl ttl) implements Transition<SetIfAbsentResult> {

    private static final Script SCRIPT = Script.load(SetIfAbsent.class, "set_if_absent.lua");

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(value, Reply.decimal(Math.max(0, ttl.millis())));
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        return entry == null ? new Step.Put(Reply.yes(), value, ttl, 0) : new Step.Keep(Reply.tagged(0, entry.value()));
    }

    @Override
    public SetIfAbsentResult decode(Key key, byte[] reply) {
        return Reply.isYes(reply)
                ? new SetIfAbsentResult(true, value.clone())
                : new SetIfAbsentResult(false, Arrays.copyOfRange(reply, 1, reply.length));
    }
}
