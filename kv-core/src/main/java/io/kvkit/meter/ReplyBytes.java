package io.kvkit.meter;

import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The reply of both scripts: {@code >BddBd} 1, granted, retry, who, now, then per band {@code >dd} remaining, reset.
 */
final class ReplyBytes {

    private static final int HEADER = 1 + 8 + 8 + 1 + 8;

    private ReplyBytes() {}

    /** Returns the reply for a key that holds anything other than a meter's record. */
    static byte[] foreign() {
        return new byte[] {0};
    }

    /** Starts a reply; each band is then written as remaining and reset. */
    static Packed begin(int bands, double granted, double retry, int who, double now) {
        Packed out = new Packed(HEADER + bands * 16).putByte(1);
        out.putDouble(granted).putDouble(Math.ceil(retry)).putByte(who);
        return out.putDouble(now + MeterRecord.EPOCH_MICROS);
    }

    static MeterReply decode(Key key, byte[] reply) {
        ByteBuffer in = ByteBuffer.wrap(reply);
        if (in.get() == 0) {
            throw KvException.permanent(
                    "meter", key, "The key holds something that is not a limit's record; remove it");
        }
        long granted = (long) in.getDouble();
        long retryAfter = (long) in.getDouble();
        int who = in.get() - 1;
        long now = (long) in.getDouble();
        List<BandLeft> bands = new ArrayList<>(in.remaining() / 16);
        while (in.hasRemaining()) {
            bands.add(new BandLeft((long) in.getDouble(), (long) in.getDouble()));
        }
        return new MeterReply(granted, retryAfter, who, now, bands);
    }
}
