package io.kvkit.meter;

import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of bands that decide together on one key: either all of them grant a take, or none changes.
 *
 * <p>The steps are values for {@link io.kvkit.store.KvStore#apply}: one round trip each, judged by the store's clock.
 * All steps use the same record, so bands may be added and removed between two steps; a step that charges drops the use
 * of a band that it does not name. A refund, a renewal or the settlement of an open reservation with other bands than
 * those of the record changes none of them, only the reservation; permits that a reservation has not taken from a new
 * band are not given back to it. A record expires as soon as all bands are unused and no reservation is open.
 *
 * <p>If the clock steps back by up to one period, time stands still for the key; if it steps back further, counting
 * continues from the new time. If a key holds anything other than a meter's record, the step fails with a PERMANENT
 * {@link io.kvkit.store.KvException} and leaves the key unchanged. Instances are immutable.
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

    private static final long NO_HINT = -1;

    private final List<Band> bands;
    private final @Nullable BucketSteps bucket;
    private final boolean dated;
    private final long hintMicros;

    private record Share(double fraction, Meter meter) {}

    // Calls that compute it at the same time compute the same.
    private @Nullable Share share;

    private Meter(List<Band> bands, long hintMicros) {
        this.bands = bands;
        this.dated = bands.stream().anyMatch(band -> band.calendar() != null);
        this.hintMicros = hintMicros;
        this.bucket = BucketSteps.are(bands) ? new BucketSteps(bands) : null;
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
        return new Meter(List.copyOf(bands), NO_HINT);
    }

    /** Returns a meter of one or several bands. */
    public static Meter of(Band... bands) {
        return of(List.of(bands));
    }

    /** Returns the bands, in the order of {@link MeterReply#bands()}. */
    public List<Band> bands() {
        return bands;
    }

    /**
     * Returns this meter for steps on a store, by whose clock the steps bring along the windows of a calendar. Without
     * this, they use the clock of this machine, which is enough if it differs from the store's by less than half a
     * window; otherwise the steps fail as TRANSIENT and change nothing.
     */
    public Meter on(KvStore store, Key key) {
        return dated ? at(store.nowMicros(key)) : this;
    }

    /** Returns this meter for steps at about a time, in microseconds since the epoch. */
    Meter at(long nowMicros) {
        return new Meter(bands, nowMicros);
    }

    /**
     * Returns a meter with a fraction of the permits of each band, rounded down, but at least one. Both meters use the
     * same records.
     *
     * @param fraction above 0; from 1 on, this meter is returned
     */
    public Meter share(double fraction) {
        if (fraction >= 1) {
            return this;
        }
        Share known = share;
        if (known == null || known.fraction != fraction) {
            Meter part =
                    new Meter(bands.stream().map(band -> band.share(fraction)).toList(), hintMicros);
            known = new Share(fraction, part);
            share = known;
        }
        return known.meter;
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
    public LiveTransition<MeterReply> take(Key key, long cost, long count) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("A count must be from 1 to " + MAX_COUNT + ", but is " + count);
        }
        return bucket != null
                ? bucket.take(requireCost(cost), count)
                : general(MeterTransition.Op.TAKE, key, cost, count);
    }

    /**
     * Takes {@code cost} permits from every band once. The reply is that of {@link #take}, but if the permits are
     * granted, an embedded store may leave out the time and the bands, so that a single token bucket allocates nothing.
     */
    public LiveTransition<MeterReply> pass(Key key, long cost) {
        return bucket != null
                ? bucket.pass(requireCost(cost))
                : new MeterTransition(
                        MeterTransition.Op.TAKE, bands, Phase.of(key), hint(), true, requireCost(cost), 1);
    }

    /**
     * Returns the reply that one of the takes of a step would have had, if they had been made one after the other at
     * the time of the step. Times may differ from those by 1 microsecond.
     *
     * @param reply the reply to all takes of the step
     * @param cost permits per take
     * @param place the place of the take among them, from 1
     */
    public MeterReply single(MeterReply reply, long cost, long place) {
        return Single.of(bands, reply, cost, place);
    }

    /** Returns what one take of {@code cost} permits would return, and changes nothing. */
    public Transition<MeterReply> peek(Key key, long cost) {
        return general(MeterTransition.Op.PEEK, key, cost, 1);
    }

    /**
     * Takes {@code cost} permits from every band, whether or not they are there. What is not there is owed, up to the
     * capacity of the band: a bucket grants nothing until it has come back, and a window until it is over.
     */
    public Transition<MeterReply> owe(Key key, long cost) {
        return general(MeterTransition.Op.OWE, key, cost, 1);
    }

    /** Gives {@code cost} permits back to every band, at most until the band is unused. */
    public Transition<MeterReply> refund(Key key, long cost) {
        return general(MeterTransition.Op.REFUND, key, cost, 0);
    }

    /** Gives permits back, but not from a time on: microseconds since the epoch, by the store's clock. */
    public Transition<MeterReply> refund(Key key, long cost, long beforeMicros) {
        return general(MeterTransition.Op.REFUND, key, cost, beforeMicros - (long) MeterRecord.EPOCH_MICROS);
    }

    /**
     * Takes {@code cost} permits from every band once, for as long as a reservation is held. If it is neither settled nor
     * renewed until its lease ends, the next step of the key gives them back. A key with {@value Hold#MOST} open
     * reservations grants no other.
     */
    public Transition<MeterReply> reserve(Key key, long cost, Hold hold) {
        return held(MeterTransition.Op.RESERVE, key, requireCost(cost), 1, hold);
    }

    /**
     * Ends a reservation, and charges what the work has cost in place of what was reserved, as {@link #owe} and {@link
     * #refund} do. If its lease has ended, all of the cost is owed, because the reserved permits were given back. The reply
     * has granted one take if the reservation was found.
     *
     * @param cost the permits that the work has cost, 0 or more
     */
    public Transition<MeterReply> settle(Key key, long cost, Hold hold) {
        return held(MeterTransition.Op.SETTLE, key, cost == 0 ? 0 : requireCost(cost), 0, hold);
    }

    /** Renews the lease of a reservation. The reply has granted one take if the reservation was found. */
    public Transition<MeterReply> renew(Key key, Hold hold) {
        return held(MeterTransition.Op.RENEW, key, 1, 0, hold);
    }

    private MeterTransition held(MeterTransition.Op op, Key key, long cost, long count, Hold hold) {
        return MeterTransition.of(op, bands, Phase.of(key), hint(), (double) cost, (double) count, hold);
    }

    /**
     * Returns the takes of a step that are handed out later.
     *
     * @param reply the reply to all takes of the step
     * @param cost permits per take
     * @param used how many of the takes were handed out at once
     */
    public Block block(MeterReply reply, long cost, long used) {
        return new Block(this, reply, cost, used);
    }

    MeterTransition general(MeterTransition.Op op, Key key, long cost, long count) {
        return new MeterTransition(op, bands, Phase.of(key), hint(), false, requireCost(cost), count);
    }

    private long hint() {
        return dated && hintMicros == NO_HINT ? MicroClock.system().micros() : hintMicros;
    }

    private static long requireCost(long cost) {
        if (cost < 1 || cost > Band.MAX_LIMIT) {
            throw new IllegalArgumentException("A cost must be from 1 to " + Band.MAX_LIMIT + ", but is " + cost);
        }
        return cost;
    }
}
