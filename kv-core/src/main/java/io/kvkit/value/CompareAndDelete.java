package io.kvkit.value;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes a key if its value is the expected one. */
record CompareAndDelete(byte[] expected) implements Transition<Boolean> {

    private static final Script SCRIPT = Script.load(CompareAndDelete.class, "compare_and_delete.lua");

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(expected);
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        return entry != null && Arrays.equals(entry.value(), expected)
                ? new Step.Delete(Reply.yes())
                : new Step.Keep(Reply.no());
    }

    @Override
    public Boolean decode(Key key, byte[] reply) {
        return Reply.isYes(reply);
    }
}
