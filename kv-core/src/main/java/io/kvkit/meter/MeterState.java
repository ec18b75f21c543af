package io.kvkit.meter;

import io.kvkit.store.LiveRecord;
import org.jspecify.annotations.Nullable;

/** The record of a meter as numbers, which steps change in place. */
final class MeterState implements LiveRecord {

    private Levels levels;
    private long expiresAtMicros;
    private long changes;

    MeterState(Levels levels, long expiresAtMicros) {
        this.levels = levels;
        this.expiresAtMicros = expiresAtMicros;
    }

    /**
     * Returns the levels for a step. For other bands, or other windows of a calendar, they are read again, and take the
     * place of these if the step changes the record.
     */
    Levels levels(MeterStep step, long nowMicros) {
        if (nowMicros >= expiresAtMicros) {
            levels.forget();
        }
        if (!levels.serve(step.bands(), MeterRecord.time(nowMicros))) {
            byte[] value = levels.kept();
            Levels others = step.unused(nowMicros);
            others.read(value == null ? null : MeterRecord.read(value));
            return others;
        }
        return levels;
    }

    /** Keeps what some levels have decided. */
    void keep(Levels decided, long nowMicros) {
        levels = decided;
        changes++;
        if (levels.isUsed()) {
            levels.keep();
            expiresAtMicros = nowMicros + levels.ttlMillis() * 1_000;
        } else {
            levels.forget();
            expiresAtMicros = 0;
        }
    }

    @Override
    public byte @Nullable [] value() {
        return levels.kept();
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public long expiresAtMicros() {
        return expiresAtMicros;
    }
}
