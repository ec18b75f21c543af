package io.kvkit.meter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reply that one of several takes from a single band would have had. Its details are computed when they are read, which
 * spares the thread that hands out the replies to all of them.
 *
 * @param band the band
 * @param all the reply to all takes
 * @param charged what was charged after this one
 */
record Single(Band band, MeterReply all, long charged) implements Grant {

    /** Returns the reply of the take with a place among them, from 1. */
    static MeterReply of(List<Band> bands, MeterReply reply, long cost, long place) {
        long later = reply.granted() - place;
        if (later < 0) {
            return new Counted(0, reply.retryAfterMicros(), reply.refusingBand(), reply.nowMicros(), reply.bands());
        }
        return bands.size() == 1
                ? new Single(bands.get(0), reply, later * cost)
                : new Counted(1, 0, -1, reply.nowMicros(), before(bands, reply.bands(), later * cost));
    }

    @Override
    public long granted() {
        return 1;
    }

    @Override
    public long nowMicros() {
        return all.nowMicros();
    }

    @Override
    public List<BandLeft> bands() {
        return List.of(before(band, all.bands().get(0), charged));
    }

    private static List<BandLeft> before(List<Band> bands, List<BandLeft> left, long charged) {
        List<BandLeft> before = new ArrayList<>(bands.size());
        for (int i = 0; i < bands.size(); i++) {
            before.add(before(bands.get(i), left.get(i), charged));
        }
        return before;
    }

    // A window ends at its end, whatever was charged later.
    private static BandLeft before(Band band, BandLeft left, long charged) {
        if (charged == 0) {
            return left;
        }
        long reset = band.algorithm() == Algorithm.TOKEN_BUCKET
                ? (long) Math.ceil(left.resetMicros() - (double) charged * band.windowMicros() / band.limit())
                : left.resetMicros();
        return new BandLeft(left.remaining() + charged, reset);
    }

    private Granted computed() {
        BandLeft left = bands().get(0);
        return new Granted(1, nowMicros(), left.remaining(), left.resetMicros());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return computed().equals(other);
    }

    @Override
    public int hashCode() {
        return computed().hashCode();
    }

    @Override
    public String toString() {
        return computed().toString();
    }
}
