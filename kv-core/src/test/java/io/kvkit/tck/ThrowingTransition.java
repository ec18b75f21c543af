package io.kvkit.tck;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transition with a mistake: one of its parts throws. */
record ThrowingTransition<R>(Transition<R> correct, Part part) implements Transition<R> {

    enum Part {
        /** What a store asks for to carry it out, in either rendition. */
        STEP,
        /** What it does with the reply, once it was carried out. */
        READING
    }

    @Override
    public Script script() {
        return correct.script();
    }

    @Override
    public List<byte[]> arguments() {
        throwIn(Part.STEP);
        return correct.arguments();
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        throwIn(Part.STEP);
        return correct.apply(entry, nowMicros);
    }

    @Override
    public R decode(Key key, byte[] reply) {
        throwIn(Part.READING);
        return correct.decode(key, reply);
    }

    private void throwIn(Part now) {
        if (now == part) {
            throw new IllegalStateException("The test throws");
        }
    }
}
