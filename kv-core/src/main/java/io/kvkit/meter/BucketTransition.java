package io.kvkit.meter;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A take from a meter with a single bucket, the most frequent step; the counterpart of {@code bucket.lua}. */
final class BucketTransition implements Transition<MeterReply> {

    private static final Script SCRIPT = Script.load(Meter.class, "prelude.lua", "bucket.lua");

    private final BandSettings settings;
    private final double cost;
    private final double count;
    // The same for all calls of a limit; an embedded store does not need them.
    private @Nullable List<byte[]> arguments;

    BucketTransition(BandSettings settings, double cost, double count) {
        this.settings = settings;
        this.cost = cost;
        this.count = count;
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
        return out.putDouble(cost).putDouble(count).bytes();
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        MeterRecord stored = entry == null ? null : MeterRecord.read(entry);
        if (entry != null && stored == null) {
            return new Step.Keep(MeterReply.foreign());
        }
        Moment moment = Moment.of(stored, nowMicros, settings.w());
        BandLevel level = new BandLevel(settings);
        int at = stored == null ? -1 : stored.find(settings.id());
        level.age(stored == null ? 0 : stored.a(at), 0, moment.base(), moment.now());
        return decide(level, moment);
    }

    private Step decide(BandLevel level, Moment moment) {
        double granted = level.grantable(cost);
        if (granted > count) {
            granted = count;
        }
        if (granted < 0) {
            granted = 0;
        }
        level.charge(granted * cost);
        double retry = granted < count ? level.due(cost) : 0;
        if (retry > 0) {
            retry = retry + moment.lag();
        }
        double reset = level.reset();
        if (reset > 0) {
            reset = reset + moment.lag();
        }
        Packed reply = MeterReply.begin(1, granted, retry, granted < count ? 1 : 0, moment.real());
        reply.putDouble(level.remaining()).putDouble(Math.ceil(reset));
        return granted > 0 || moment.rebased() ? put(level, moment, reset, reply) : new Step.Keep(reply.bytes());
    }

    private Step put(BandLevel level, Moment moment, double reset, Packed reply) {
        Packed value = MeterRecord.begin(1, moment.now());
        value.putInt(settings.id()).putDouble(level.a()).putDouble(level.b());
        return new Step.Put(reply.bytes(), value.bytes(), Ttl.ofMillis((long) Math.floor(reset / 1000) + 1), 0);
    }

    @Override
    public MeterReply decode(Key key, byte[] reply) {
        return MeterReply.read(key, reply);
    }
}
