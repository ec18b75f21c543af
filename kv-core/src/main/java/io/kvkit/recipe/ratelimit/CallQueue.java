package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Timer.Scheduled;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.store.Key;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one limit that wait for permits of one key by the same bands, in the order in which they came. Guarded by
 * its {@link CallQueues}.
 */
final class CallQueue {

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final TreeMap<Long, QueuedCall> calls = new TreeMap<>();
    private final Key key;
    private final String limit;
    private final List<Band> bands;
    private final QueueSizes sizes;

    // When the first call is due. The clock of the server may differ, so the store may have to be asked once more.
    private long dueMicros = UNKNOWN;
    private @Nullable Scheduled turn;

    private long cost;

    // Whether the store is being asked for a call.
    boolean asking;

    // Whether limits have changed while the store was being asked.
    boolean outdated;

    // Whether calls have joined whose wait was not known.
    boolean unjudged;

    // The last refusal; null if there was none.
    @Nullable
    RateLimitResult refusal;

    CallQueue(Charge charge, QueueSizes sizes) {
        this.key = charge.key();
        this.limit = charge.name();
        this.bands = charge.meter().bands();
        this.sizes = sizes;
    }

    /** Returns whether calls wait here for a charge of its key. */
    boolean serves(Charge charge) {
        return limit.equals(charge.name()) && bands.equals(charge.meter().bands());
    }

    Key key() {
        return key;
    }

    Charge charge(QueuedCall queued) {
        for (Charge charge : queued.call().charges()) {
            if (charge.key().equals(key)) {
                return charge;
            }
        }
        throw new IllegalStateException("The call does not concern " + key);
    }

    void add(QueuedCall call) {
        calls.put(call.order(), call);
        call.queue = this;
        sizes.add(key.namespace());
        cost += charge(call).cost();
    }

    /** Removes a call and its expiry; returns whether it was in this queue. */
    boolean remove(QueuedCall call) {
        boolean there = calls.remove(call.order(), call);
        if (there) {
            call.queue = null;
            cost -= charge(call).cost();
            sizes.remove(key.namespace());
            call.forgetExpiry();
        }
        return there;
    }

    /** Removes a call that was not answered. The next one may cost less, and then it is due earlier. */
    void leave(QueuedCall call) {
        if (isFirst(call)) {
            forgetPlan();
        }
        remove(call);
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    List<QueuedCall> all() {
        return List.copyOf(calls.values());
    }

    /** Returns the call for which the store is to be asked now; null if there is none. */
    @Nullable
    QueuedCall next() {
        return asking || isEmpty() || turn != null
                ? null
                : calls.values().iterator().next();
    }

    boolean isFirst(QueuedCall call) {
        return !isEmpty() && calls.firstKey() == call.order();
    }

    /** Returns whether a call would be the first, before others. */
    boolean overtakes(QueuedCall call) {
        return !isEmpty() && call.order() < calls.firstKey();
    }

    /** Returns when the first call is due, if another one may be due earlier. */
    long dueBy(long micros) {
        return Math.min(dueMicros, micros);
    }

    /** Returns whether nothing is known of the first call, so that the store is about to be asked. */
    boolean isUnknown() {
        return turn == null && !asking;
    }

    /** Plans to ask the store. */
    void plan(long due, Scheduled task) {
        forgetPlan();
        dueMicros = due;
        turn = task;
    }

    void forgetPlan() {
        if (turn != null) {
            turn.cancel();
        }
        turn = null;
        dueMicros = UNKNOWN;
    }

    /** Returns in how many microseconds a call is due at the earliest, after all that came before it. */
    long due(QueuedCall call, long nowMicros) {
        long first = dueMicros == UNKNOWN ? 0 : Math.max(0, dueMicros - nowMicros);
        Band band = bands.get(0);
        // With other meters, the permits of several calls may come back together.
        if (bands.size() > 1 || band.algorithm() != Algorithm.TOKEN_BUCKET) {
            return first;
        }
        double window = band.window().toNanos() / 1e3;
        return first + (long) (costAfterFirst(call) * window / band.limit());
    }

    private long costAfterFirst(QueuedCall call) {
        if (!isEmpty() && calls.lastKey() < call.order()) {
            return cost
                    - charge(calls.firstEntry().getValue()).cost()
                    + charge(call).cost();
        }
        long cost = charge(call).cost();
        boolean first = true;
        for (QueuedCall before : calls.headMap(call.order()).values()) {
            cost += first ? 0 : charge(before).cost();
            first = false;
        }
        return first ? 0 : cost;
    }
}
