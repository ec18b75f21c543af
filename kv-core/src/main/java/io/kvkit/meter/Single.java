package io.kvkit.meter;

import io.kvkit.meter.MeterReply.BandLeft;
import java.util.ArrayList;
import java.util.List;

/** The reply that one of several takes would have had. */
final class Single {

    private Single() {}

    /** Returns the reply of the take with a place among them, from 1. */
    static MeterReply of(List<Band> bands, MeterReply reply, long cost, long place) {
        long later = reply.granted() - place;
        if (later < 0) {
            return new MeterReply.Counted(
                    0, reply.retryAfterMicros(), reply.refusingBand(), reply.nowMicros(), reply.bands());
        }
        List<BandLeft> left = later == 0 ? reply.bands() : before(bands, reply, later * cost);
        BandLeft first = left.get(0);
        return left.size() == 1
                ? new MeterReply.Granted(1, reply.nowMicros(), first.remaining(), first.resetMicros())
                : new MeterReply.Counted(1, 0, -1, reply.nowMicros(), left);
    }

    private static List<BandLeft> before(List<Band> bands, MeterReply reply, long charged) {
        List<BandLeft> before = new ArrayList<>(bands.size());
        for (int i = 0; i < bands.size(); i++) {
            BandLeft left = reply.bands().get(i);
            before.add(new BandLeft(left.remaining() + charged, reset(bands.get(i), left, charged)));
        }
        return before;
    }

    // A window ends at its end, whatever was charged later.
    private static long reset(Band band, BandLeft left, long charged) {
        return band.algorithm() == Algorithm.TOKEN_BUCKET
                ? (long) Math.ceil(left.resetMicros() - (double) charged * band.windowMicros() / band.limit())
                : left.resetMicros();
    }
}
