package io.kvkit.meter;

import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.Step;
import io.kvkit.store.Ttl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of a meter, on bytes or in place. Its scripts are those of the subclasses. */
abstract sealed class MeterStep implements LiveTransition<MeterReply> permits BucketTransition, MeterTransition {

    // What a caller gets that reads nothing else.
    static final MeterReply PASSED = new MeterReply.Counted(1, 0, -1, 0, List.of());

    private final Op op;
    private final List<Band> bands;
    private final double cost;
    private final double count;

    MeterStep(Op op, List<Band> bands, double cost, double count) {
        this.op = op;
        this.bands = bands;
        this.cost = cost;
        this.count = count;
    }

    /** Returns the levels of an unused meter, with the windows of calendars at about a time. */
    abstract Levels unused(long hintMicros);

    /** Returns about when the step is made, in microseconds since the epoch, which only calendars need. */
    abstract long hintMicros();

    /** Returns whether a caller that is granted everything reads nothing else from the reply. */
    abstract boolean isBrief();

    /** Returns the reservation that the step is about; null if it is about none. */
    @Nullable
    Hold hold() {
        return null;
    }

    final Op op() {
        return op;
    }

    final List<Band> bands() {
        return bands;
    }

    final double cost() {
        return cost;
    }

    final double count() {
        return count;
    }

    @Override
    public final Step apply(@Nullable Entry entry, long nowMicros) {
        MeterRecord stored = entry == null ? null : MeterRecord.read(entry.value());
        if (entry != null && stored == null) {
            return new Step.Keep(MeterReplyBytes.foreign());
        }
        double real = MeterRecord.time(nowMicros);
        Levels levels = unused(hintMicros());
        if (levels.isOutside(real)) {
            return new Step.Keep(MeterReplyBytes.outside());
        }
        levels.read(stored);
        boolean changes = levels.decide(op, cost, count, real, hold());
        byte[] reply = levels.replyBytes();
        if (!changes) {
            return new Step.Keep(reply);
        }
        if (levels.isUsed()) {
            long expires = entry == null ? Entry.NEVER : entry.expiresAtMicros();
            return new Step.Put(reply, levels.decided(), Ttl.ofMillis(levels.ttlMillis(expires)), 0);
        }
        return stored == null ? new Step.Keep(reply) : new Step.Delete(reply);
    }

    @Override
    public @Nullable LiveRecord live(Key key, @Nullable Entry entry) {
        if (entry == null) {
            return MeterState.of(null, 0);
        }
        return MeterRecord.read(entry.value()) == null ? null : MeterState.of(entry.value(), entry.expiresAtMicros());
    }

    @Override
    public MeterReply step(Key key, LiveRecord record, long nowMicros) {
        MeterState state = (MeterState) record;
        Levels levels = state.levels(this, nowMicros);
        if (levels.decide(op, cost, count, MeterRecord.time(nowMicros), hold())) {
            state.keep(levels, nowMicros);
        }
        return isBrief() && levels.granted() >= count ? PASSED : levels.reply();
    }

    @Override
    public final MeterReply decode(Key key, byte[] reply) {
        return MeterReplyBytes.read(key, reply);
    }
}
