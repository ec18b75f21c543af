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

/** Replaces a value if it is the expected one. */
record CompareAndSet(byte[] expected, byte[] value, Ttl ttl) implements Transition<Boolean> {

    private static final Script SCRIPT = Script.load(CompareAndSet.class, "compare_and_set.lua");

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(expected, value, Reply.decimal(ttl.millis()));
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        return entry != null && Arrays.equals(entry.value(), expected)
                ? new Step.Put(Reply.yes(), value, ttl, 0)
                : new Step.Keep(Reply.no());
    }

    @Override
    public Boolean decode(Key key, byte[] reply) {
        return Reply.isYes(reply);
    }
}
