package io.kvkit.meter;

import io.kvkit.store.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step on any mix of bands; the counterpart of {@code meter.lua}. */
final class MeterTransition extends MeterStep {

    enum Op {
        TAKE(0),
        PEEK(1),
        REFUND(2),
        OWE(3),
        RESERVE(4),
        SETTLE(5),
        RENEW(6);

        private final byte code;

        Op(int code) {
            this.code = (byte) code;
        }

        /** Returns whether the bands must agree. */
        boolean asks() {
            return this == TAKE || this == PEEK || this == RESERVE;
        }
    }

    private static final Script SCRIPT = Script.load(Meter.class, "prelude.lua", "step.lua", "bands.lua", "meter.lua");

    private final long phase;
    private final long hintMicros;
    private final boolean brief;
    private final @Nullable Hold hold;

    MeterTransition(Op op, List<Band> bands, long phase, long hintMicros, boolean brief, double cost, double count) {
        this(op, bands, phase, hintMicros, brief, cost, count, null);
    }

    /** Creates a step about a reservation. */
    static MeterTransition of(
            Op op, List<Band> bands, long phase, long hintMicros, double cost, double count, Hold hold) {
        return new MeterTransition(op, bands, phase, hintMicros, false, cost, count, hold);
    }

    private MeterTransition(
            Op op,
            List<Band> bands,
            long phase,
            long hintMicros,
            boolean brief,
            double cost,
            double count,
            @Nullable Hold hold) {
        super(op, bands, cost, count);
        this.phase = phase;
        this.hintMicros = hintMicros;
        this.brief = brief;
        this.hold = hold;
    }

    @Override
    @Nullable
    Hold hold() {
        return hold;
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        Packed out = new Packed(1 + 2 * 8 + (hold == null ? 0 : 4 + 8) + bands().size() * BandSettings.BYTES);
        out.putByte(op().code).putDouble(cost()).putDouble(count());
        if (hold != null) {
            out.putInt(hold.id()).putDouble(hold.leaseMicros());
        }
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
