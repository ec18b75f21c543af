package io.kvkit.meter;

import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a meter in one step, by the store's clock.
 *
 * @param granted how many of the wanted takes were granted; for a peek, how many would be; 0 for a refund
 * @param retryAfterMicros when one more take fits: 0 if all were granted, {@link #NEVER} if the cost is above a
 *     capacity, else the microseconds after which exactly this take is granted if there are no other takes
 * @param refusingBand the index of the band that makes callers wait longest; -1 if all were granted
 * @param nowMicros the time of the decision in microseconds since the epoch
 * @param bands the permits left in each band, in the order of the meter's bands
 * @since 0.1
 */
public record MeterReply(long granted, long retryAfterMicros, int refusingBand, long nowMicros, List<BandLeft> bands) {

    /** The wait that does not help: the cost is above the capacity of a band. */
    public static final long NEVER = -1;

    // What a caller gets that reads nothing else.
    static final MeterReply GRANTED = new MeterReply(1, 0, -1, 0, List.of());

    /**
     * The permits left in one band.
     *
     * @param remaining whole permits that are free now
     * @param resetMicros microseconds until the band is as good as unused
     */
    public record BandLeft(long remaining, long resetMicros) {

        /** Returns the time until the band is as good as unused. */
        public Duration reset() {
            return micros(resetMicros);
        }
    }

    // The reply of both scripts: >BddBd 1, granted, retry, who, now, then per band >dd remaining, reset.
    private static final int HEADER = 1 + 8 + 8 + 1 + 8;
    private static final int BAND = 8 + 8;

    public MeterReply {
        bands = List.copyOf(bands);
    }

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
        return new MeterReply(granted, retryAfter, who, now, bands(in));
    }

    private static List<BandLeft> bands(ByteBuffer in) {
        if (in.remaining() == BAND) {
            return List.of(band(in));
        }
        List<BandLeft> bands = new ArrayList<>(in.remaining() / BAND);
        while (in.hasRemaining()) {
            bands.add(band(in));
        }
        return bands;
    }

    private static BandLeft band(ByteBuffer in) {
        return new BandLeft((long) in.getDouble(), (long) in.getDouble());
    }

    /** Returns the time after which one more take fits; null if it never does. */
    public @Nullable Duration retryAfter() {
        return retryAfterMicros == NEVER ? null : micros(retryAfterMicros);
    }

    private static Duration micros(long micros) {
        return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }
}
