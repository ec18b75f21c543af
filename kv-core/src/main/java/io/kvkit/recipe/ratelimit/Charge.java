package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Band;
import io.kvkit.meter.Hold;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * The cost of one call on one key.
 *
 * @param name the name of the limit, as shown in headers and errors
 * @param key the key whose permits are taken
 * @param meter the bands that must all agree
 * @param cost permits per band; 0 always passes and only reads
 * @param terms what becomes of the decision
 * @param actual what a successful call has cost instead, when it has ended, see {@link Reservation}; null for the cost
 * @param hold the reservation of the permits, which are given back if it is not settled, see {@link Reservation}; null if
 *     they are taken for good
 * @since 0.1
 */
public record Charge(
        String name,
        Key key,
        Meter meter,
        long cost,
        LimitTerms terms,
        @Nullable ActualCost actual,
        @Nullable Hold hold) {

    public Charge {
        requireCost(name, cost);
    }

    static long checked(String name, long cost) {
        requireCost(name, cost);
        return cost;
    }

    static void requireCost(String name, long cost) {
        if (cost < 0 || cost > Band.MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "The cost of " + name + " must be from 0 to " + Band.MAX_LIMIT + ", but is " + cost);
        }
    }

    /** Creates a charge whose refusal applies. */
    public Charge(String name, Key key, Meter meter, long cost) {
        this(name, key, meter, cost, LimitTerms.USUAL);
    }

    /** Creates a charge whose cost is known before the call. */
    public Charge(String name, Key key, Meter meter, long cost, LimitTerms terms) {
        this(name, key, meter, cost, terms, null, null);
    }

    /** Returns this charge as the estimate of a cost that is known after the call, with a reservation of its own. */
    public Charge estimating(ActualCost known) {
        return new Charge(name, key, meter, cost, terms, known, Hold.create(Reservation.LEASE));
    }

    /** Returns this charge with a reservation of its own. */
    Charge reserved() {
        return new Charge(name, key, meter, cost, terms, actual, Hold.create(Reservation.LEASE));
    }

    /** Returns whether the permits are held by a reservation. */
    boolean isHeld() {
        return hold != null && cost > 0;
    }

    /** Returns whether a refused call may wait. */
    boolean isAwaited() {
        return terms.letWait() && isEnforced();
    }

    /** Returns whether a refusal applies. If not, the limit is in shadow mode for this key, and the call passes. */
    public boolean isEnforced() {
        return terms.mode().enforces(key);
    }

    /** Returns whether one decision about the permits of a key is right for both. */
    boolean isLike(Charge other) {
        return cost == other.cost && (meter == other.meter || meter.bands().equals(other.meter.bands()));
    }

    /** Returns the same charge without a block, for a call that is charged by several limits. */
    Charge alone() {
        return terms.block() == 0 ? this : new Charge(name, key, meter, cost, terms.withBlock(0), actual, hold);
    }

    /** Returns the same charge by other settings of its limit. */
    public Charge by(RateLimitSettings settings) {
        return new Charge(settings.name(), key, settings.meter(), cost, settings.terms(), actual, hold);
    }

    /** Returns the same charge with other bands. */
    public Charge with(Meter other) {
        return new Charge(name, key, other, cost, terms, actual, hold);
    }
}
