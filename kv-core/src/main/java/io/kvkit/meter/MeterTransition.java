package io.kvkit.meter;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step on any mix of bands; the counterpart of {@code meter.lua}. */
record MeterTransition(Op op, List<Band> bands, long phase, double cost, double count)
        implements Transition<MeterReply> {

    enum Op {
        TAKE(0),
        PEEK(1),
        REFUND(2);

        private final byte code;

        Op(int code) {
            this.code = (byte) code;
        }
    }

    private static final Script SCRIPT = Script.load(Meter.class, "prelude.lua", "meter.lua");

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        Packed out = new Packed(1 + 2 * 8 + bands.size() * BandSettings.BYTES);
        out.putByte(op.code).putDouble(cost).putDouble(count);
        for (Band band : bands) {
            BandSettings.of(band, phase).write(out);
        }
        return List.of(out.bytes());
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        MeterRecord stored = entry == null ? null : MeterRecord.read(entry);
        if (entry != null && stored == null) {
            return new Step.Keep(MeterReply.foreign());
        }
        BandSettings[] settings = new BandSettings[bands.size()];
        double period = 0;
        for (int i = 0; i < settings.length; i++) {
            settings[i] = BandSettings.of(bands.get(i), phase);
            if (settings[i].w() > period) {
                period = settings[i].w();
            }
        }
        return new MeterDecision(this, stored, settings, Moment.of(stored, nowMicros, period)).step();
    }

    @Override
    public MeterReply decode(Key key, byte[] reply) {
        return MeterReply.read(key, reply);
    }
}
