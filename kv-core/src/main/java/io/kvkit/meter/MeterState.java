package io.kvkit.meter;

import io.kvkit.store.LiveRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record of a meter as numbers, which steps change in place. Takes from a single bucket work on its three numbers,
 * all other steps on the levels of any bands. What no step has changed stays as it came, as bytes.
 */
final class MeterState extends LiveRecord {

    // As long as less than this part of what is used has come back, some of it is left, however that was rounded.
    private static final double SURELY = 1 - 1e-9;

    // The bucket whose numbers follow; null if the levels say what there is, or without levels the bytes.
    private @Nullable BandSettings bucket;
    private double base = Double.NaN;
    private double level;
    private double owed;

    // When the bucket was changed, from which its expiry follows; or the expiry itself.
    private long micros;
    private boolean changed;

    private long changes;
    private @Nullable Levels levels;
    private byte @Nullable [] bytes;

    private MeterState(@Nullable BandSettings bucket, byte @Nullable [] bytes, long expiresAtMicros) {
        this.bucket = bucket;
        this.bytes = bytes;
        this.micros = expiresAtMicros;
    }

    /** Returns an unused record of a single bucket. */
    static MeterState of(BandSettings bucket) {
        return new MeterState(bucket, null, 0);
    }

    /** Returns a record of any bands; null for an unused one. */
    static MeterState of(byte @Nullable [] bytes, long expiresAtMicros) {
        return new MeterState(null, bytes, expiresAtMicros);
    }

    /** Returns whether this is a record of just the bucket of a step, for {@link #take}. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(BucketTransition step) {
        return bucket == step.settings() || becomes(step);
    }

    private boolean becomes(BucketTransition step) {
        Levels known = levels;
        if (bucket != null || known == null || !known.serve(step.bands(), 0)) {
            return false;
        }
        MeterRecord kept = record();
        boolean alone = kept == null || kept.holds().isEmpty();
        if (alone) {
            read(kept, step.settings());
        }
        return alone;
    }

    private void read(@Nullable MeterRecord kept, BandSettings of) {
        bucket = of;
        if (kept == null) {
            forgetBucket();
        } else {
            int at = kept.find(of.id());
            base = kept.base();
            level = kept.a(at);
            owed = kept.b(at);
        }
    }

    /** Takes from the bucket: the decision of {@link Levels}, with the same operations in the same order. */
    MeterReply take(BucketTransition step, long nowMicros) {
        double real = MeterRecord.time(nowMicros);
        forgetIfOver(step.rate(), real, nowMicros);
        double now = base > real && base - real <= step.settings().w() ? base : real;
        double back = base < now ? (now - base) * step.rate() : 0;
        double b = step.owedAfter(owed, back);
        double a = step.levelAfter(level, owed, back);
        double granted = step.granted(a + b);
        a = a + granted * step.cost();
        if (granted > 0 || base > now) {
            keep(now, a, b, nowMicros);
        }
        return step.reply(granted, a + b, now - real, nowMicros);
    }

    // Mostly spares the computation of the expiry, which has two divisions.
    private void forgetIfOver(double rate, double real, long nowMicros) {
        boolean surelyUsed = changed && (real - base) * rate < (level + owed) * SURELY;
        if (!surelyUsed) {
            forgetIfExpired(nowMicros);
        }
    }

    private void keep(double now, double a, double b, long nowMicros) {
        changes++;
        if (a + b > 0) {
            base = now;
            level = a;
            owed = b;
            micros = nowMicros;
            changed = true;
        } else {
            forgetBucket();
        }
    }

    private void forgetBucket() {
        base = Double.NaN;
        level = 0;
        owed = 0;
        micros = 0;
        changed = false;
    }

    private void forgetIfExpired(long nowMicros) {
        if (nowMicros >= expiresAtMicros()) {
            forgetBucket();
            bytes = null;
            if (levels != null) {
                levels.forget();
            }
        }
    }

    /**
     * Returns the levels for a step. For other bands, or other windows of a calendar, they are read again, and take the
     * place of what is here if the step changes the record.
     */
    Levels levels(MeterStep step, long nowMicros) {
        forgetIfExpired(nowMicros);
        Levels known = levels;
        if (known != null && known.serve(step.bands(), MeterRecord.time(nowMicros))) {
            tell(known);
            return known;
        }
        Levels others = step.unused(nowMicros);
        others.read(record());
        return others;
    }

    // Levels that were left for the numbers of their bucket.
    private void tell(Levels known) {
        if (bucket != null) {
            known.forget();
            known.read(record());
        }
    }

    /** Keeps what some levels have decided. */
    void keep(Levels decided, long nowMicros) {
        long ttlMillis = decided.ttlMillis(expiresAtMicros());
        boolean ofOthers = decided.isOfOthers();
        levels = ofOthers ? null : decided;
        bucket = null;
        bytes = ofOthers ? decided.decided() : null;
        changes++;
        changed = false;
        if (decided.isUsed()) {
            decided.keep();
            micros = nowMicros + ttlMillis * 1_000;
        } else {
            decided.forget();
            micros = 0;
        }
    }

    private @Nullable MeterRecord record() {
        byte[] value = value();
        return value == null ? null : MeterRecord.read(value);
    }

    @Override
    public byte @Nullable [] value() {
        BandSettings numbers = bucket;
        if (numbers != null) {
            return Double.isNaN(base) ? null : MeterRecord.ofBucket(numbers.id(), base, level, owed);
        }
        return levels == null ? bytes : levels.kept();
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public long expiresAtMicros() {
        BandSettings numbers = bucket;
        return numbers != null && changed
                ? micros + numbers.lifeMillis(level + owed, base - MeterRecord.time(micros)) * 1_000
                : micros;
    }
}
