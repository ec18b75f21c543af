package io.kvkit.meter;

import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes that a store has granted in one step, and that are handed out later, one by one, without the store. No more calls
 * pass in any time than if each of them had asked the store.
 *
 * <ul>
 *   <li>In windows, a block ends with the window in which it was taken; in a strict window, with the tenth.
 *   <li>In a token bucket, it shrinks at the pace of the bucket whenever a bucket that holds only its own calls would be
 *       empty: the store then forgets permits that no call has used.
 * </ul>
 *
 * <p>Times are microseconds since the step was sent, so they are never shorter than the time since it was decided.
 * Instances are not safe for use by several threads.
 *
 * <pre>{@code
 * Block block = meter.block(reply, 1, 1);     // the first of the takes was used at once
 * MeterReply next = block.use(elapsedMicros); // null if there is none left
 * }</pre>
 *
 * @since 0.1
 */
public final class Block {

    private final Meter meter;
    private final MeterReply reply;
    private final long cost;
    private final List<Drain> drains = new ArrayList<>(1);
    private final long endMicros;
    private long used;

    Block(Meter meter, MeterReply reply, long cost, long used) {
        this.meter = meter;
        this.reply = reply;
        this.cost = cost;
        this.used = used;
        long end = Long.MAX_VALUE;
        for (int i = 0; i < meter.bands().size(); i++) {
            Band band = meter.bands().get(i);
            if (band.algorithm() == Algorithm.TOKEN_BUCKET) {
                drains.add(new Drain((double) band.limit() / band.windowMicros(), (double) used * cost));
            } else {
                end = Math.min(end, end(band, reply.bands().get(i)));
            }
        }
        this.endMicros = end;
    }

    // A reset is rounded up, and is that of the permits that were just taken.
    private static long end(Band band, BandLeft left) {
        boolean lingers = band.algorithm() == Algorithm.SLIDING_WINDOW || band.algorithm() == Algorithm.STRICT_WINDOW;
        return left.resetMicros() - 1 - (lingers ? band.windowMicros() : 0);
    }

    /** Hands out one take, and returns the reply that it has; null if there is none left. */
    public @Nullable MeterReply use(long micros) {
        if (left(micros) < cost) {
            return null;
        }
        used++;
        drains.forEach(drain -> drain.use(cost));
        return later(meter.single(reply, cost, used), micros);
    }

    /** Returns how many permits are left. */
    long left(long micros) {
        if (micros >= endMicros) {
            return 0;
        }
        long left = (reply.granted() - used) * cost;
        for (Drain drain : drains) {
            left = Math.min(left, (long) Math.floor((reply.granted() - used) * (double) cost - drain.drained(micros)));
        }
        return Math.max(0, left);
    }

    /**
     * Ends the block, and returns the step that gives back what is left; null if nothing is left.
     *
     * @param within how many microseconds later the step no longer has an effect. A bucket is given back only what the
     *     block would still have by then
     */
    public @Nullable Transition<MeterReply> end(Key key, long micros, long within) {
        long until = Math.min(micros + within, endMicros);
        long left = until <= micros ? 0 : left(until - 1);
        used = reply.granted();
        return left < 1 ? null : meter.refund(key, left, reply.nowMicros() + until);
    }

    private static MeterReply later(MeterReply single, long micros) {
        List<BandLeft> left = single.bands().stream()
                .map(band -> new BandLeft(band.remaining(), Math.max(0, band.resetMicros() - micros)))
                .toList();
        return new MeterReply.Counted(1, 0, -1, single.nowMicros() + micros, left);
    }

    /** What a bucket forgets of a block. */
    private static final class Drain {

        private final double rate;
        // The level of a bucket that holds only the calls of the block.
        private double level;
        private double drained;
        private long atMicros;

        Drain(double rate, double level) {
            this.rate = rate;
            this.level = level;
        }

        double drained(long micros) {
            if (micros > atMicros) {
                double back = (micros - atMicros) * rate;
                atMicros = micros;
                level = level - back;
                if (level < 0) {
                    drained = drained - level;
                    level = 0;
                }
            }
            return drained;
        }

        void use(long cost) {
            level = level + cost;
        }
    }
}
