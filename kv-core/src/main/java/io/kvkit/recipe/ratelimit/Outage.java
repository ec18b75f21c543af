package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Decides about calls whose store failed, by their {@link OnStoreFailure}. */
final class Outage {

    private final KvStore store;
    private final @Nullable Alone alone;
    private final OutageLog outages = new OutageLog(LoggerFactory.getLogger(RateLimiter.class), "limits");

    Outage(KvStore store, @Nullable Alone alone) {
        this.store = store;
        this.alone = alone;
    }

    void requireLocal(RateLimitCall call) {
        if (alone == null && call.onStoreFailure() == OnStoreFailure.LOCAL) {
            throw new IllegalArgumentException("This rate limiter has no local store, so calls must be OPEN or CLOSED");
        }
    }

    /** Returns the decision; null if the call must fail. */
    @Nullable
    RateLimitResult decide(RateLimitCall call, KvException failure) {
        outages.tell(
                call.onStoreFailure(),
                failure,
                store.nowMicros(call.charges().get(0).key()));
        RateLimitResult result =
                alone == null || call.onStoreFailure() != OnStoreFailure.LOCAL ? null : alone.take(call.charges());
        boolean passes = call.onStoreFailure() == OnStoreFailure.OPEN || !call.isEnforced();
        return result == null && passes ? RateLimitResult.unlimited() : result;
    }

    /** Gives back what was charged in this JVM alone. */
    CompletionStage<Void> giveBack(List<Charge> charges) {
        if (alone != null) {
            alone.giveBack(charges);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Charges another cost than that of a charge that was taken in this JVM alone. */
    CompletionStage<Void> settle(Charge charge, long cost) {
        return alone == null ? CompletableFuture.completedFuture(null) : alone.settle(charge, cost);
    }

    /** Renews the reservation of a charge that was taken in this JVM alone. */
    CompletionStage<Boolean> renew(Charge charge) {
        return alone == null ? CompletableFuture.completedFuture(false) : alone.renew(charge);
    }

    /** Forgets what is used of a key in this JVM alone. */
    void forget(Key key) {
        if (alone != null) {
            alone.forget(key);
        }
    }
}
