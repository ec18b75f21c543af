package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides in this JVM alone, with its share of each limit. */
record Alone(KvStore local, LocalShares shares) {

    Alone {
        if (!isPossible(local)) {
            throw new IllegalArgumentException("The local store of a rate limiter must need no I/O");
        }
    }

    /** Returns whether a store decides without I/O. */
    static boolean isPossible(KvStore store) {
        return store.capabilities().contains(Capability.IMMEDIATE);
    }

    /** Charges a call; returns null if the local store fails as well. */
    @Nullable
    RateLimitResult take(List<Charge> charges) {
        Takes takes = Takes.now(local, charges.stream().map(this::share).toList());
        if (takes == null || takes.failure() != null) {
            return null;
        }
        RateLimitResult result = takes.result(DecidedBy.LOCAL);
        if (result.allowed()) {
            return result;
        }
        takes.giveBack();
        boolean everPasses = charges.stream()
                .allMatch(charge -> charge.cost() <= charge.meter().maxCost());
        return result.retryAfter() == null && everPasses ? untilTheStoreIsBack(result) : result;
    }

    /** Gives back what was charged. */
    void giveBack(List<Charge> charges) {
        Takes.refund(local, charges.stream().map(this::share).toList());
    }

    /** Charges another cost than that of a charge that was taken. */
    CompletionStage<Void> settle(Charge charge, long cost) {
        return ChargeSteps.settle(local, share(charge), cost);
    }

    /** Renews the reservation of a charge; returns whether it is still held. */
    CompletionStage<Boolean> renew(Charge charge) {
        return ChargeSteps.renew(local, share(charge));
    }

    /** Forgets what is used of a key. */
    void forget(Key key) {
        local.delete(key);
    }

    private Charge share(Charge charge) {
        Meter share = charge.meter().share(shares.of(charge.name()));
        return share == charge.meter() ? charge : charge.with(share);
    }

    // It costs more than the share, but not more than the limit.
    private static RateLimitResult untilTheStoreIsBack(RateLimitResult refused) {
        Duration longest = refused.violated().stream()
                .map(Policy::band)
                .map(band -> band.window())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ofSeconds(1));
        return new RateLimitResult(
                false, refused.remaining(), refused.limit(), longest, DecidedBy.LOCAL, refused.policies());
    }
}
