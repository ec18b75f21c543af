package io.kvkit.meter;

import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of bands that are decided together on one key: a take is granted by all of them or changes none.
 *
 * <p>The steps are values for {@link io.kvkit.store.KvStore#apply}: one round trip each, judged by the store's clock.
 * All steps leave the same record, so bands may come and go between two steps; the use of a band that a step does not
 * name is forgotten by it. A record lives no longer than it says more than "nothing used". A clock that steps back by
 * up to one period stands still for the key; one that steps back further counts on from the present. A key that holds
 * anything but a meter's record gives a PERMANENT {@link io.kvkit.store.KvException} and is left alone. Instances are
 * immutable.
 */
public final class Meter {

    /** The most takes that one step may ask for. */
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
     * A meter of one or several bands.
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

    /** A meter of one or several bands. */
    public static Meter of(Band... bands) {
        return of(List.of(bands));
    }

    /** The bands, in the order of {@link MeterReply#bands()}. */
    public List<Band> bands() {
        return bands;
    }

    /** The highest cost that can ever be granted: the smallest capacity. */
    public long maxCost() {
        return bands.stream().mapToLong(Band::capacity).min().orElseThrow();
    }

    /**
     * Takes {@code cost} permits from every band, up to {@code count} times.
     *
     * @param key the key that the step will be applied to; windows of different keys begin at different moments
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

    /** Tells what one take of {@code cost} permits would give, and changes nothing. */
    public Transition<MeterReply> peek(Key key, long cost) {
        return general(MeterTransition.Op.PEEK, key, cost, 1);
    }

    /** Gives {@code cost} permits back to every band, which never makes a band better than unused. */
    public Transition<MeterReply> refund(Key key, long cost) {
        return general(MeterTransition.Op.REFUND, key, cost, 0);
    }

    MeterTransition general(MeterTransition.Op op, Key key, long cost, long count) {
        return new MeterTransition(op, bands, phase(key), requireCost(cost), count);
    }

    // The finalizer of SplitMix64: hash codes of similar keys lie close together, their phases must not.
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
