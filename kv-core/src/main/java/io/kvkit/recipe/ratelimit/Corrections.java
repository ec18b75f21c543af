package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Changes what calls were charged, where they were charged. What this JVM knows of their keys is then out of date. */
record Corrections(KvStore store, Outage outage, Denials denials, Blocks blocks) {

    CompletionStage<Void> refund(List<Charge> charges) {
        charges.forEach(charge -> blocks.makeRoom(charge.key()));
        return Takes.refund(store, charges).thenAccept(takes -> {
            charges.forEach(charge -> denials.forget(charge.key()));
            takes.orFail();
        });
    }

    CompletionStage<Void> giveBack(List<Charge> charges, DecidedBy chargedBy) {
        return chargedBy == DecidedBy.LOCAL ? outage.giveBack(charges) : refund(charges);
    }

    CompletionStage<Void> settle(Charge charge, long cost, DecidedBy chargedBy) {
        if (chargedBy == DecidedBy.LOCAL) {
            return outage.settle(charge, cost);
        }
        blocks.makeRoom(charge.key());
        return Takes.settle(store, charge, cost).whenComplete((done, failure) -> denials.forget(charge.key()));
    }

    CompletionStage<Void> reset(Key key) {
        outage.forget(key);
        blocks.forget(key);
        return store.delete(key)
                .whenComplete((there, failure) -> denials.forget(key))
                .thenAccept(there -> {});
    }
}
