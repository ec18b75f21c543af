package io.kvkit.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds to a number that is stored as decimal text. */
record Increment(long by, Ttl ttlIfNew) implements Transition<Long> {

    private static final Script SCRIPT = Script.load(Increment.class, "increment.lua");
    private static final int MAX_DIGITS = 20;

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(Reply.decimal(by), Reply.decimal(Math.max(0, ttlIfNew.millis())));
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        Long present = entry == null ? Long.valueOf(0) : number(entry.value());
        if (present == null || overflows(present)) {
            return new Step.Keep(Reply.no());
        }
        byte[] sum = Reply.decimal(present + by);
        return new Step.Put(Reply.tagged(1, sum), sum, entry == null ? ttlIfNew : Ttl.KEEP, 0);
    }

    @Override
    public Long decode(Key key, byte[] reply) {
        if (!Reply.isYes(reply)) {
            throw KvException.permanent(
                    SCRIPT.name(), key, "the value is not a 64-bit number, or the sum does not fit into one");
        }
        return Long.parseLong(new String(reply, 1, reply.length - 1, ISO_8859_1));
    }

    private boolean overflows(long present) {
        long sum = present + by;
        return ((present ^ sum) & (by ^ sum)) < 0;
    }

    // As strict as Redis: no plus sign, no leading zeros, no spaces, no minus zero.
    private static @Nullable Long number(byte[] value) {
        String text = new String(value, ISO_8859_1);
        if (text.length() > MAX_DIGITS || !text.matches("0|-?[1-9][0-9]*")) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }
}
