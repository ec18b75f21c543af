package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Block;
import io.kvkit.meter.MeterReply;
import io.kvkit.store.Transition;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Permits of one key that the store has granted ahead. Safe for use by several threads. */
final class HeldBlock {

    private final Charge charge;
    private final Block block;
    private final long sinceNanos;
    private final long atMostNanos;

    /**
     * Creates a block.
     *
     * @param charge the charge of each take
     * @param sinceNanos when the takes were about to be sent
     * @param atMostNanos for how long they are handed out
     */
    HeldBlock(Charge charge, Block block, long sinceNanos, long atMostNanos) {
        this.charge = charge;
        this.block = block;
        this.sinceNanos = sinceNanos;
        this.atMostNanos = atMostNanos;
    }

    Charge charge() {
        return charge;
    }

    /** Returns the reply to a charge; null if it has to ask the store. */
    @Nullable
    MeterReply use(Charge other, long nowNanos) {
        if (isOver(nowNanos) || !charge.isLike(other)) {
            return null;
        }
        synchronized (this) {
            return block.use(micros(nowNanos));
        }
    }

    /** Returns whether the time is over for which it is handed out. */
    boolean isOver(long nowNanos) {
        return nowNanos - sinceNanos >= atMostNanos;
    }

    /**
     * Ends it, and returns the step that gives back what is left; null if nothing is left.
     *
     * @param withinNanos how much later the step no longer has an effect
     */
    @Nullable
    synchronized Transition<MeterReply> end(long nowNanos, long withinNanos) {
        return block.end(charge.key(), micros(nowNanos), TimeUnit.NANOSECONDS.toMicros(withinNanos));
    }

    // The store decided after the takes were sent, so this is never less than the time since then.
    private long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos - sinceNanos) + 1;
    }
}
