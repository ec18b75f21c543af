package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Timer.Scheduled;
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
    private @Nullable Scheduled end;
    private boolean ended;

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

    private boolean isOver(long nowNanos) {
        return leftNanos(nowNanos) == 0;
    }

    /** Returns for how long it is still handed out. */
    long leftNanos(long nowNanos) {
        return Math.max(0, atMostNanos - (nowNanos - sinceNanos));
    }

    /** Takes over the task that ends it in time, which is cancelled if it ends earlier. */
    synchronized void endsBy(Scheduled task) {
        end = task;
        if (ended) {
            task.cancel();
        }
    }

    /** Ends it, and gives nothing back. */
    synchronized void drop() {
        end(sinceNanos, 0);
    }

    /**
     * Ends it, and returns the step that gives back what is left; null if nothing is left.
     *
     * @param withinNanos how much later the step no longer has an effect
     */
    @Nullable
    synchronized Transition<MeterReply> end(long nowNanos, long withinNanos) {
        ended = true;
        if (end != null) {
            end.cancel();
        }
        return block.end(charge.key(), micros(nowNanos), TimeUnit.NANOSECONDS.toMicros(withinNanos));
    }

    // The store decided after the takes were sent, so this is never less than the time since then.
    private long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos - sinceNanos) + 1;
    }
}
