package io.kvkit.meter;

import java.util.ArrayList;
import java.util.List;

/** The reply to a decision about levels. */
final class LevelReply {

    private LevelReply() {}

    /** Returns the bytes that the scripts reply. */
    static byte[] bytes(BandLevel[] levels, double granted, double retry, int who, double real) {
        Packed out = MeterReplyBytes.begin(levels.length, granted, retry, who, real);
        for (BandLevel level : levels) {
            out.putDouble(level.remaining()).putDouble(Math.ceil(level.reset()));
        }
        return out.bytes();
    }

    /** Returns the reply. */
    static MeterReply of(BandLevel[] levels, double granted, double retry, int who, double real) {
        long time = (long) (real + MeterRecord.EPOCH_MICROS);
        long wait = (long) Math.ceil(retry);
        if (levels.length == 1) {
            return MeterReply.ofOne((long) granted, wait, who - 1, time, remaining(levels[0]), reset(levels[0]));
        }
        List<MeterReply.BandLeft> left = new ArrayList<>(levels.length);
        for (BandLevel level : levels) {
            left.add(new MeterReply.BandLeft(remaining(level), reset(level)));
        }
        return new MeterReply.Counted((long) granted, wait, who - 1, time, left);
    }

    private static long remaining(BandLevel level) {
        return (long) level.remaining();
    }

    private static long reset(BandLevel level) {
        return (long) Math.ceil(level.reset());
    }
}
