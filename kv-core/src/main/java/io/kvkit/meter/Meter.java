package io.kvkit.meter;

import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of bands that decide together on one key: either all of them grant a take, or none changes.
 *
 * <p>The steps are values for {@link io.kvkit.store.KvStore#apply}: one round trip each, judged by the store's clock.
 * All steps use the same record, so bands may be added and removed between two steps; a step drops the use of a band
 * that it does not name. A record expires as soon as all bands are unused. If the clock steps back by up to one period,
 * time stands still for the key; if it steps back further, counting continues from the new time. If a key holds
 * anything other than a meter's record, the step fails with a PERMANENT {@link io.kvkit.store.KvException} and leaves
 * the key unchanged. Instances are immutable.
 *
 * <pre>{@code
 * Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 5, Duration.ofSeconds(10)));
 * CompletionStage<MeterReply> reply = store.apply(key, meter.take(key, 1, 1));
 * }</pre>
 *
 * @since 0.1
 */
public final class Meter {

    /** The maximum number of takes of one step. */
    public static final long MAX_COUNT = 1_000_000;

    static final int MAX_BANDS = 16;

    private final List<Band> bands;
    private final @Nullable BandSettings singleBucket;
    private final @Nullable BucketTransition one;

    private Meter(List<Band> bands) {
        this.bands = bands;
        Band first = bands.get(0);
        boolean single = bands.size() == 1 && first.algorithm() == Algorithm.TOKEN_BUCKET;
        this.singleBucket = single ? BandSettings.of(first, 0) : null;
        this.one = singleBucket == null ? null : new BucketTransition(singleBucket, 1, 1);
    }

    /**
     * Returns a meter of one or several bands.
     *
     * @throws IllegalArgumentException unless there are 1 to 16 bands with different ids
     */
    public static Meter of(List<Band> bands) {
        Set<Integer> ids = new HashSet<>();
        for (Band band : bands) {
            if (!ids.add(band.id())) {
                throw new IllegalArgumentException("Two bands of one limit have the id " + band.id()
                        + "; give one of them another window or algorithm, or an id of its own: " + bands);
            }
        }
        if (ids.isEmpty() || ids.size() > MAX_BANDS) {
            throw new IllegalArgumentException("A limit needs 1 to " + MAX_BANDS + " bands, but has " + ids.size());
        }
        return new Meter(List.copyOf(bands));
    }

    /** Returns a meter of one or several bands. */
    public static Meter of(Band... bands) {
        return of(List.of(bands));
    }

    /** Returns the bands, in the order of {@link MeterReply#bands()}. */
    public List<Band> bands() {
        return bands;
    }

    /** Returns the highest cost that can ever be granted: the smallest capacity. */
    public long maxCost() {
        return bands.stream().mapToLong(Band::capacity).min().orElseThrow();
    }

    /**
     * Takes {@code cost} permits from every band, up to {@code count} times.
     *
     * @param key the key of the step; windows of different keys start at different moments
     * @param cost permits per take, positive; a cost above {@link #maxCost()} is never granted
     * @param count how many takes are wanted, 1 to {@value #MAX_COUNT}; fewer may be granted
     */
    public Transition<MeterReply> take(Key key, long cost, long count) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("A count must be from 1 to " + MAX_COUNT + ", but is " + count);
        }
        if (one != null && cost == 1 && count == 1) {
            return one;
        }
        return singleBucket == null
                ? general(MeterTransition.Op.TAKE, key, cost, count)
                : new BucketTransition(singleBucket, requireCost(cost), count);
    }

    /** Returns what one take of {@code cost} permits would return, and changes nothing. */
    public Transition<MeterReply> peek(Key key, long cost) {
        return general(MeterTransition.Op.PEEK, key, cost, 1);
    }

    /** Gives {@code cost} permits back to every band, at most until the band is unused. */
    public Transition<MeterReply> refund(Key key, long cost) {
        return general(MeterTransition.Op.REFUND, key, cost, 0);
    }

    MeterTransition general(MeterTransition.Op op, Key key, long cost, long count) {
        return new MeterTransition(op, bands, phase(key), requireCost(cost), count);
    }

    // The finalizer of SplitMix64. Hash codes of similar keys are close together; their phases must not be.
    private static long phase(Key key) {
        long z = key.text().hashCode() * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }

    private static long requireCost(long cost) {
        if (cost < 1 || cost > Band.MAX_LIMIT) {
            throw new IllegalArgumentException("A cost must be from 1 to " + Band.MAX_LIMIT + ", but is " + cost);
        }
        return cost;
    }
}
