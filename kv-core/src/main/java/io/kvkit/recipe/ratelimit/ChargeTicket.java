package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Ticket;
import io.kvkit.claim.Heartbeat;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The charges of a call that are kept, settled or given back when it ends.
 *
 * @param charges the charges
 * @param chargedBy what charged them
 * @param beats renew the reservations
 */
record ChargeTicket(List<Charge> charges, DecidedBy chargedBy, List<Heartbeat> beats) implements Ticket {

    private ChargeTicket(List<Charge> charges, DecidedBy chargedBy) {
        this(charges, chargedBy, List.of());
    }

    /** Returns this ticket, whose reservations are renewed until it is released. */
    ChargeTicket held(Corrections corrections) {
        List<Heartbeat> started = new ArrayList<>(1);
        try {
            for (Charge charge : charges) {
                Heartbeat beat = corrections.hold(charge, chargedBy);
                if (beat != null) {
                    started.add(beat);
                }
            }
        } catch (Throwable failure) {
            started.forEach(Heartbeat::cancel);
            throw failure;
        }
        return started.isEmpty() ? this : new ChargeTicket(charges, chargedBy, started);
    }

    /** Ends the renewals. */
    ChargeTicket released() {
        beats.forEach(Heartbeat::cancel);
        return this;
    }

    /** Returns the ticket of a call that passes; null if its end changes nothing. */
    static @Nullable ChargeTicket of(RateLimitCall call, RateLimitResult result) {
        if (result.decidedBy() == DecidedBy.NOBODY) {
            return null;
        }
        List<Charge> open = null;
        for (Charge charge : call.charges()) {
            if (awaitsEnd(charge) && isCharged(charge, result)) {
                open = open == null ? new ArrayList<>(1) : open;
                open.add(charge);
            }
        }
        return open == null ? null : new ChargeTicket(open, result.decidedBy());
    }

    private static boolean awaitsEnd(Charge charge) {
        return charge.terms().chargeOn() != ChargeOn.ALWAYS || charge.actual() != null;
    }

    /** Returns the ticket of a call that gets all of its permits back if it is not made. */
    static ChargeTicket ofAll(RateLimitCall call, RateLimitResult result) {
        List<Charge> charged = call.charges().stream()
                .filter(charge -> isCharged(charge, result))
                .toList();
        return new ChargeTicket(charged, result.decidedBy());
    }

    // A limit in shadow mode charges nothing if it would refuse, and one whose store failed has no policies.
    private static boolean isCharged(Charge charge, RateLimitResult result) {
        return (charge.cost() > 0 || charge.actual() != null)
                && !result.isRefusedBy(charge)
                && result.policies().stream().anyMatch(policy -> policy.limit().equals(charge.name()));
    }

    /** Returns the charges that only calls with another end pay. */
    List<Charge> unpaid(boolean succeeded) {
        ChargeOn paid = succeeded ? ChargeOn.SUCCESS : ChargeOn.FAILURE;
        return charges.stream()
                .filter(charge ->
                        charge.terms().chargeOn() != paid && charge.terms().chargeOn() != ChargeOn.ALWAYS)
                .toList();
    }

    /** Returns the estimates that a failed call pays, because they are not given back. */
    List<Charge> kept(List<Charge> givenBack) {
        return charges.stream()
                .filter(charge -> charge.isHeld() && !givenBack.contains(charge))
                .toList();
    }

    /** Returns the charges that a successful call settles by its result. */
    List<Charge> estimates() {
        return charges.stream().filter(charge -> charge.actual() != null).toList();
    }
}
