package io.kvkit.meter;

import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A take from a meter with a single bucket, the most frequent step; the counterpart of {@code bucket.lua}. */
final class BucketTransition extends MeterStep {

    private static final Script SCRIPT = Script.load(Meter.class, "prelude.lua", "bucket.lua");

    private final BandSettings settings;
    private final boolean brief;
    // The same for all calls of a limit; an embedded store does not need them.
    private @Nullable List<byte[]> arguments;

    BucketTransition(List<Band> bucket, boolean brief, double cost, double count) {
        super(Op.TAKE, bucket, cost, count);
        this.settings = BandSettings.of(bucket.get(0), 0, 0);
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
}
