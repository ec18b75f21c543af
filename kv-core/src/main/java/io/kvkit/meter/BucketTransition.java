package io.kvkit.meter;

import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A take from a meter with a single bucket, the most frequent step; the counterpart of {@code bucket.lua}. In memory it
 * works on the three numbers of a bucket, with the operations of {@link BucketLevel} in the same order, so that both
 * give the same bits.
 */
final class BucketTransition extends MeterStep {

    private static final Script SCRIPT = Script.load(Meter.class, "prelude.lua", "bucket.lua");

    private final BandSettings settings;
    private final double cap;
    private final double rate;
    private final boolean brief;
    // The same for all calls of a limit; an embedded store does not need them.
    private @Nullable List<byte[]> arguments;

    BucketTransition(List<Band> bucket, BandSettings settings, boolean brief, double cost, double count) {
        super(Op.TAKE, bucket, cost, count);
        this.settings = settings;
        this.cap = settings.cap();
        this.rate = settings.rate();
        this.brief = brief;
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        List<byte[]> known = arguments;
        if (known == null) {
            known = List.of(packed());
            arguments = known;
        }
        return known;
    }

    private byte[] packed() {
        Packed out = new Packed(4 + 5 * 8).putInt(settings.id());
        out.putDouble(settings.cap()).putDouble(settings.rate()).putDouble(settings.w());
        return out.putDouble(cost()).putDouble(count()).bytes();
    }

    @Override
    Levels unused(long hintMicros) {
        return new Levels(bands(), 0, 0);
    }

    @Override
    long hintMicros() {
        return 0;
    }

    @Override
    boolean isBrief() {
        return brief;
    }

    @Override
    public @Nullable LiveRecord live(Key key, @Nullable Entry entry) {
        return entry == null ? MeterState.of(settings) : super.live(key, entry);
    }

    @Override
    public MeterReply step(Key key, LiveRecord record, long nowMicros) {
        MeterState state = (MeterState) record;
        return state.isOf(this) ? state.take(this, nowMicros) : super.step(key, record, nowMicros);
    }

    /** Returns the numbers of the bucket, which all steps of a meter share. */
    BandSettings settings() {
        return settings;
    }

    double rate() {
        return rate;
    }

    /** Returns what is still owed when permits have come back. */
    double owedAfter(double owed, double back) {
        double b = owed > cap ? cap : owed;
        if (b > 0) {
            b = b - back;
        }
        return b < 0 ? 0 : b;
    }

    /** Returns what is still in use when permits have come back, first for what was owed. */
    double levelAfter(double level, double owed, double back) {
        double a = level > cap ? cap : level;
        double rest = back;
        if (owed > 0) {
            double b = (owed > cap ? cap : owed) - back;
            rest = b < 0 ? -b : 0;
        }
        a = a - rest;
        return a < 0 ? 0 : a;
    }

    /** Returns how many of the takes are granted. */
    double granted(double used) {
        double fitting = (cost() == 1 ? cap - used : (cap - used) / cost()) + BandLevel.EPSILON;
        if (fitting >= count()) {
            return count();
        }
        return fitting < 1 ? 0 : Math.floor(fitting);
    }

    /** Returns the reply to the takes of which some were granted, after which so much is in use. */
    MeterReply reply(double granted, double used, double lag, long nowMicros) {
        if (granted < count()) {
            return MeterReply.ofOne((long) granted, retry(used, lag), 0, nowMicros, remaining(used), reset(used, lag));
        }
        return brief ? PASSED : new BucketGrant(this, nowMicros, used, lag);
    }

    private long retry(double used, double lag) {
        if (cost() > cap) {
            return MeterReply.NEVER;
        }
        double r = (used + cost() - cap) / rate;
        return (long) Math.ceil((r < 1 ? 1 : r) + lag);
    }

    long remaining(double used) {
        double left = Math.floor(cap - used + BandLevel.EPSILON);
        return left < 0 ? 0 : (long) left;
    }

    long reset(double used, double lag) {
        double r = used / rate;
        return (long) Math.ceil(r > 0 ? r + lag : r);
    }
}
