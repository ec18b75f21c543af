package io.kvkit.meter;

import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.meter.MeterReply.Counted;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a reply, the same from both scripts: {@code >BddBd} 1, granted, retry, who, now, then per band
 * {@code >dd} remaining, reset.
 */
final class MeterReplyBytes {

    private static final int HEADER = 1 + 8 + 8 + 1 + 8;
    private static final int BAND = 8 + 8;

    private MeterReplyBytes() {}

    /** Returns the bytes of the reply for a key that holds anything other than a meter's record. */
    static byte[] foreign() {
        return new byte[] {0};
    }

    /** Returns the bytes of the reply if the time is in none of the windows that the step brought along. */
    static byte[] outside() {
        return new byte[] {2};
    }

    /** Starts the bytes of a reply; each band is then written as remaining and reset. */
    static Packed begin(int bands, double granted, double retry, int who, double now) {
        Packed out = new Packed(HEADER + bands * BAND).putByte(1);
        out.putDouble(granted).putDouble(Math.ceil(retry)).putByte(who);
        return out.putDouble(now + MeterRecord.EPOCH_MICROS);
    }

    /** Reads the bytes of a reply. */
    static MeterReply read(Key key, byte[] reply) {
        ByteBuffer in = ByteBuffer.wrap(reply);
        byte kind = in.get();
        if (kind == 0) {
            throw KvException.permanent(
                    "meter", key, "The key holds something that is not a limit's record; remove it");
        }
        if (kind == 2) {
            throw new KvException(
                    Kind.TRANSIENT, Outcome.NOT_APPLIED, "meter", key, "the clock of the server has changed", null);
        }
        long granted = (long) in.getDouble();
        long retryAfter = (long) in.getDouble();
        int who = in.get() - 1;
        long now = (long) in.getDouble();
        return in.remaining() == BAND
                ? MeterReply.ofOne(granted, retryAfter, who, now, (long) in.getDouble(), (long) in.getDouble())
                : new Counted(granted, retryAfter, who, now, bands(in));
    }

    private static List<BandLeft> bands(ByteBuffer in) {
        List<BandLeft> bands = new ArrayList<>(in.remaining() / BAND);
        while (in.hasRemaining()) {
            bands.add(new BandLeft((long) in.getDouble(), (long) in.getDouble()));
        }
        return bands;
    }
}
