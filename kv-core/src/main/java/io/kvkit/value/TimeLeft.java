package io.kvkit.value;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.TtlResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the remaining time to live of a key. */
enum TimeLeft implements Transition<TtlResult> {
    INSTANCE;

    private static final Script SCRIPT = Script.load(TimeLeft.class, "ttl.lua");
    private static final int EXPIRES = 2;

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of();
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        if (entry == null) {
            return new Step.Keep(Reply.no());
        }
        if (entry.expiresAtMicros() == Entry.NEVER) {
            return new Step.Keep(Reply.yes());
        }
        long left = Math.max(1, Math.floorDiv(entry.expiresAtMicros() - nowMicros + 999, 1_000));
        return new Step.Keep(Reply.tagged(
                EXPIRES, ByteBuffer.allocate(Long.BYTES).putLong(left).array()));
    }

    @Override
    public TtlResult decode(Key key, byte[] reply) {
        if (reply[0] == EXPIRES) {
            return new TtlResult.Expires(
                    Duration.ofMillis(ByteBuffer.wrap(reply).getLong(1)));
        }
        return Reply.isYes(reply) ? new TtlResult.NoExpiry() : new TtlResult.Missing();
    }
}
