package io.kvkit.meter;

import io.kvkit.store.LiveRecord;
import org.jspecify.annotations.Nullable;

/** The record of a meter as numbers, which steps change in place. */
final class MeterState implements LiveRecord {

    private Levels levels;
    private long expiresAtMicros;

    MeterState(Levels levels, long expiresAtMicros) {
        this.levels = levels;
        this.expiresAtMicros = expiresAtMicros;
    }

    /** Returns the levels for a step; those of other bands, or of other windows of a calendar, are read again. */
    Levels levels(MeterStep step, long nowMicros) {
        if (nowMicros >= expiresAtMicros) {
            levels.forget();
        }
        if (!levels.serve(step.bands(), MeterRecord.time(nowMicros))) {
            byte[] value = levels.kept();
            levels = step.unused(nowMicros);
            levels.read(value == null ? null : MeterRecord.read(value));
        }
        return levels;
    }

    /** Keeps what the levels have decided. */
    void keep(long nowMicros) {
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
    public long expiresAtMicros() {
        return expiresAtMicros;
    }
}
