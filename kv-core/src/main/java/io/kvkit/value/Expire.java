package io.kvkit.value;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets the time to live of a key. */
record Expire(Ttl ttl) implements Transition<Boolean> {

    private static final Script SCRIPT = Script.load(Expire.class, "expire.lua");
    private static final byte[] SAME_VALUE = {};

    Expire {
        if (ttl.equals(Ttl.KEEP)) {
            throw new IllegalArgumentException("Keeping the expiry of a key does not change it");
        }
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(Reply.decimal(ttl.millis()));
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        return entry == null ? new Step.Keep(Reply.no()) : new Step.Patch(Reply.yes(), SAME_VALUE, ttl, 0);
    }

    @Override
    public Boolean decode(Key key, byte[] reply) {
        return Reply.isYes(reply);
    }
}
