package io.kvkit.meter;

import io.kvkit.store.Script;
import java.util.List;

/** A step on any mix of bands; the counterpart of {@code meter.lua}. */
final class MeterTransition extends MeterStep {

    enum Op {
        TAKE(0),
        PEEK(1),
        REFUND(2),
        OWE(3);

        private final byte code;

        Op(int code) {
            this.code = (byte) code;
        }
    }

    private static final Script SCRIPT = Script.load(Meter.class, "prelude.lua", "meter.lua");

    private final long phase;
    private final long hintMicros;
    private final boolean brief;

    MeterTransition(Op op, List<Band> bands, long phase, long hintMicros, boolean brief, double cost, double count) {
        super(op, bands, cost, count);
        this.phase = phase;
        this.hintMicros = hintMicros;
        this.brief = brief;
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        Packed out = new Packed(1 + 2 * 8 + bands().size() * BandSettings.BYTES);
        out.putByte(op().code).putDouble(cost()).putDouble(count());
        for (Band band : bands()) {
            BandSettings.of(band, phase, hintMicros).write(out);
        }
        return List.of(out.bytes());
    }

    long phase() {
        return phase;
    }

    @Override
    Levels unused(long hint) {
        return new Levels(bands(), phase, hint);
    }

    @Override
    long hintMicros() {
        return hintMicros;
    }

    @Override
    boolean isBrief() {
        return brief;
    }
}
