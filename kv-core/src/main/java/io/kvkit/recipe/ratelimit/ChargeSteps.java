package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Hold;
import io.kvkit.meter.Meter;
import io.kvkit.meter.MeterReply;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The steps of a store for a charge: those of its reservation, if it has one. */
final class ChargeSteps {

    private ChargeSteps() {}

    /** Returns whether the charge must not share a step with others. */
    static boolean isAlone(Charge charge) {
        return charge.cost() == 0 || charge.isHeld();
    }

    static Transition<MeterReply> take(KvStore store, Charge charge) {
        Meter meter = meter(store, charge);
        if (charge.cost() == 0) {
            return meter.peek(charge.key(), 1);
        }
        Hold hold = charge.hold();
        return hold == null
                ? meter.take(charge.key(), charge.cost(), 1)
                : meter.reserve(charge.key(), charge.cost(), hold);
    }

    static Transition<MeterReply> peek(KvStore store, Charge charge) {
        return meter(store, charge).peek(charge.key(), Math.max(1, charge.cost()));
    }

    static Transition<MeterReply> back(KvStore store, Charge charge) {
        Meter meter = meter(store, charge);
        Hold hold = charge.hold();
        return hold == null ? meter.refund(charge.key(), charge.cost()) : meter.settle(charge.key(), 0, hold);
    }

    /** Charges another cost than that of a charge that was taken. */
    static CompletionStage<Void> settle(KvStore store, Charge charge, long cost) {
        Charge.requireCost(charge.name(), cost);
        Meter meter = meter(store, charge);
        Key key = charge.key();
        Hold hold = charge.hold();
        if (hold != null) {
            return store.apply(key, meter.settle(key, cost, hold)).thenAccept(reply -> {});
        }
        long more = cost - charge.cost();
        if (more == 0) {
            return CompletableFuture.completedFuture(null);
        }
        return store.apply(key, more > 0 ? meter.owe(key, more) : meter.refund(key, -more))
                .thenAccept(reply -> {});
    }

    /** Renews the reservation of a charge; returns whether it is still held. */
    static CompletionStage<Boolean> renew(KvStore store, Charge charge) {
        Hold hold = charge.hold();
        return hold == null
                ? CompletableFuture.completedFuture(false)
                : store.apply(charge.key(), meter(store, charge).renew(charge.key(), hold))
                        .thenApply(reply -> reply.granted() > 0);
    }

    private static Meter meter(KvStore store, Charge charge) {
        return charge.meter().on(store, charge.key());
    }
}
