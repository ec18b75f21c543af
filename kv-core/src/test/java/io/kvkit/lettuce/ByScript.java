package io.kvkit.lettuce;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transition that a store carries out by its script only. */
record ByScript<R>(Transition<R> transition) implements Transition<R> {

    @Override
    public Script script() {
        return transition.script();
    }

    @Override
    public List<byte[]> arguments() {
        return transition.arguments();
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        return transition.apply(entry, nowMicros);
    }

    @Override
    public R decode(Key key, byte[] reply) {
        return transition.decode(key, reply);
    }
}
