package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Alias;
import io.kvkit.meter.MeterReply;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveRecords;
import io.kvkit.store.LiveTransition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The short way of a charge that comes again and again, on a store in this JVM. It takes the permits if they are there,
 * and reports that. It refuses nothing: if it takes nothing, {@link RateLimiter#take} decides again, with all that a
 * refusal shows. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Passage passage = limiter.passage(charge);
 * if (!passage.passes()) {
 *     RateLimitResult result = limiter.takeNow(RateLimitCall.of(charge, OnStoreFailure.CLOSED));
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class Passage extends Alias {

    private final Charge charge;
    private final KvStore store;
    private final @Nullable LiveRecords records;
    private final RateLimitReport report;

    // The same for all calls. Threads that make them at the same time make the same.
    private @Nullable LiveTransition<MeterReply> brief;
    private @Nullable LiveTransition<MeterReply> full;

    // The record knows that it is dropped, so a thread that does not see the last write only looks it up once more.
    private @Nullable LiveRecord last;

    Passage(Arguments arguments, Charge charge, KvStore store, @Nullable LiveRecords records, RateLimitReport report) {
        super(arguments);
        this.charge = charge;
        this.store = store;
        this.records = isFinal(charge) ? records : null;
        this.report = report;
    }

    private static boolean isFinal(Charge charge) {
        return charge.cost() > 0
                && charge.hold() == null
                && charge.actual() == null
                && charge.terms().chargeOn() == ChargeOn.ALWAYS;
    }

    /** Returns the charge. */
    public Charge charge() {
        return charge;
    }

    /**
     * Returns whether calls may pass: not if the store needs I/O, if the charge costs nothing, or if the end of the call may
     * change what it costs.
     */
    public boolean isOpen() {
        return records != null;
    }

    /**
     * Takes the permits, and says nothing else about them. For a single token bucket and without listeners, it
     * allocates nothing.
     *
     * @return false if nothing was taken: the permits are not there, or the store failed
     */
    public boolean passes() {
        LiveRecords all = records;
        if (all == null) {
            return false;
        }
        LiveTransition<MeterReply> step = brief;
        if (step == null) {
            step = charge.meter().pass(charge.key(), charge.cost());
            brief = step;
        }
        return granted(all, step) != null;
    }

    /**
     * Takes the permits and returns the decision, whose details are computed when they are read.
     *
     * @return null if nothing was taken
     */
    public @Nullable RateLimitResult pass() {
        LiveRecords all = records;
        if (all == null) {
            return null;
        }
        LiveTransition<MeterReply> step = full;
        if (step == null) {
            step = charge.meter().take(charge.key(), charge.cost(), 1);
            full = step;
        }
        MeterReply reply = granted(all, step);
        return reply == null ? null : RateLimitResult.passed(charge, reply);
    }

    /** Returns whether the store has dropped what it counts in, such as when it is full. A call begins to count again. */
    @Override
    public boolean isDropped() {
        LiveRecord record = last;
        if (record == null) {
            return false;
        }
        record.lock();
        boolean dropped = record.isRetired();
        record.unlock();
        return dropped;
    }

    private @Nullable MeterReply granted(LiveRecords all, LiveTransition<MeterReply> step) {
        try {
            LiveRecord record = last;
            MeterReply known = record == null ? null : all.step(charge.key(), record, step);
            MeterReply reply = known == null ? lookUp(all, step) : known;
            if (reply.granted() == 0) {
                return null;
            }
            report.passed(charge);
            return reply;
        } catch (KvException failure) {
            return null;
        }
    }

    private MeterReply lookUp(LiveRecords all, LiveTransition<MeterReply> step) {
        MeterReply reply = Objects.requireNonNull(store.applyNow(charge.key(), step));
        last = all.find(charge.key());
        return reply;
    }
}
