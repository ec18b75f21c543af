package io.kvkit.meter;

import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.Step;
import io.kvkit.store.Ttl;
import org.jspecify.annotations.Nullable;

/** One run of the general step: all bands decide first, then either all are charged or none is. */
final class MeterDecision {

    private final MeterTransition step;
    private final @Nullable MeterRecord stored;
    private final Moment moment;
    private final int[] ids;
    private final BandLevel[] levels;
    private final double[] fitting;

    private double granted;
    private double retry;
    private int who;
    private double ttl;

    MeterDecision(MeterTransition step, @Nullable MeterRecord stored, BandSettings[] settings, Moment moment) {
        this.step = step;
        this.stored = stored;
        this.moment = moment;
        this.ids = new int[settings.length];
        this.levels = new BandLevel[settings.length];
        this.fitting = new double[settings.length];
        for (int i = 0; i < settings.length; i++) {
            ids[i] = settings[i].id();
            levels[i] = new BandLevel(settings[i]);
            int at = stored == null ? -1 : stored.find(ids[i]);
            levels[i].age(
                    stored == null ? 0 : stored.a(at), stored == null ? 0 : stored.b(at), moment.base(), moment.now());
        }
    }

    Step step() {
        grant();
        double delta = step.op() == Op.TAKE ? granted * step.cost() : step.op() == Op.REFUND ? -step.cost() : 0;
        double[] resets = new double[levels.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i].charge(delta);
            refuse(i);
            resets[i] = reset(levels[i]);
        }
        byte[] reply = reply(resets);
        if (delta == 0 && (step.op() == Op.PEEK || !moment.rebased())) {
            return new Step.Keep(reply);
        }
        return ttl > 0 ? put(reply) : stored == null ? new Step.Keep(reply) : new Step.Delete(reply);
    }

    private void grant() {
        granted = step.count();
        for (int i = 0; i < levels.length; i++) {
            fitting[i] = levels[i].grantable(step.cost());
            if (step.op() != Op.REFUND && fitting[i] < granted) {
                granted = fitting[i];
            }
        }
        if (granted < 0) {
            granted = 0;
        }
    }

    private void refuse(int i) {
        if (granted >= step.count() || fitting[i] > granted || retry < 0) {
            return;
        }
        double r = levels[i].due(step.cost());
        if (r > 0) {
            r = r + moment.lag();
        }
        if (r < 0 || r > retry) {
            retry = r;
            who = i + 1;
        }
    }

    private double reset(BandLevel level) {
        double reset = level.reset();
        if (reset > 0) {
            reset = reset + moment.lag();
        }
        if (reset > ttl) {
            ttl = reset;
        }
        return reset;
    }

    private byte[] reply(double[] resets) {
        Packed out = MeterReply.begin(levels.length, granted, retry, who, moment.real());
        for (int i = 0; i < levels.length; i++) {
            out.putDouble(levels[i].remaining()).putDouble(Math.ceil(resets[i]));
        }
        return out.bytes();
    }

    private Step put(byte[] reply) {
        Packed value = MeterRecord.begin(levels.length, moment.now());
        for (int i = 0; i < levels.length; i++) {
            value.putInt(ids[i]).putDouble(levels[i].a()).putDouble(levels[i].b());
        }
        return new Step.Put(reply, value.bytes(), Ttl.ofMillis((long) Math.floor(ttl / 1000) + 1), 0);
    }
}
