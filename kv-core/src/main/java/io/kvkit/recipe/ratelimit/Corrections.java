package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Quietly;
import io.kvkit.call.Timer;
import io.kvkit.claim.Heartbeat;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Hold;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes what calls were charged, where they were charged. What this JVM knows of their keys is then out of date.
 *
 * @param listeners are told of each key whose permits are back, or may be, on the thread that hears of it first
 * @param changes are told that limits have changed
 */
record Corrections(
        KvStore store,
        @Nullable Timer timer,
        Outage outage,
        Denials denials,
        Blocks blocks,
        List<Consumer<Key>> listeners,
        List<Runnable> changes) {

    private static final Duration LONGEST_WORK = Duration.ofHours(1);

    Corrections(KvStore store, @Nullable Timer timer, Outage outage, Denials denials, Blocks blocks) {
        this(store, timer, outage, denials, blocks, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    void limitsChanged() {
        changes.forEach(Quietly::tell);
    }

    CompletionStage<Void> refund(List<Charge> charges) {
        charges.forEach(charge -> blocks.makeRoom(charge.key()));
        return Takes.refund(store, charges).thenAccept(takes -> {
            tell(charges);
            takes.orFail();
        });
    }

    CompletionStage<Void> giveBack(List<Charge> charges, DecidedBy chargedBy) {
        return chargedBy == DecidedBy.LOCAL ? outage.giveBack(charges).thenRun(() -> tell(charges)) : refund(charges);
    }

    CompletionStage<Void> settle(Charge charge, long cost, DecidedBy chargedBy) {
        if (chargedBy == DecidedBy.LOCAL) {
            return outage.settle(charge, cost).whenComplete((done, failure) -> tell(charge.key()));
        }
        blocks.makeRoom(charge.key());
        return send(charge, () -> ChargeSteps.settle(store, charge, cost))
                .whenComplete((done, failure) -> tell(charge.key()));
    }

    private CompletionStage<Void> send(Charge charge, Supplier<CompletionStage<Void>> settlement) {
        Hold hold = charge.hold();
        return timer == null || hold == null
                ? settlement.get()
                : SettleAgain.within(timer, hold.lease(), settlement).start();
    }

    /** Renews the reservation of a charge while its work goes on; returns null if there is nothing to renew. */
    @Nullable
    Heartbeat hold(Charge charge, DecidedBy chargedBy) {
        Hold hold = charge.hold();
        return timer == null || hold == null || charge.cost() == 0
                ? null
                : Heartbeat.start(timer, hold.lease(), LONGEST_WORK, () -> renew(charge, chargedBy), () -> {});
    }

    private CompletionStage<Boolean> renew(Charge charge, DecidedBy chargedBy) {
        return chargedBy == DecidedBy.LOCAL ? outage.renew(charge) : ChargeSteps.renew(store, charge);
    }

    CompletionStage<Void> reset(Key key) {
        outage.forget(key);
        blocks.forget(key);
        return store.delete(key)
                .whenComplete((there, failure) -> {
                    // A charge that was sent meanwhile may have been forgotten too.
                    blocks.forget(key);
                    tell(key);
                })
                .thenAccept(there -> {});
    }

    private void tell(List<Charge> charges) {
        charges.forEach(charge -> tell(charge.key()));
    }

    private void tell(Key key) {
        denials.forget(key);
        listeners.forEach(listener -> Quietly.tell(() -> listener.accept(key)));
    }
}
