package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.store.KvException;

/** Turns what the store has said about the charges of a call into the decision about the call. */
record Verdicts(Outage outage, Denials denials) {

    /**
     * Returns the decision. If a limit refuses, what the others were charged is given back.
     *
     * @param sinceMicros the time before the charges were sent, by the clock of the denials
     * @throws KvException the store's, if the call must fail
     */
    RateLimitResult of(RateLimitCall call, Takes takes, long sinceMicros) {
        KvException failure = takes.failure();
        RateLimitResult result =
                failure == null || takes.refused() ? takes.result(DecidedBy.STORE) : withoutStore(call, failure, takes);
        if (!result.allowed()) {
            takes.giveBack(denials::forget);
        }
        denials.remember(takes.all(), sinceMicros);
        return result;
    }

    private RateLimitResult withoutStore(RateLimitCall call, KvException failure, Takes takes) {
        RateLimitResult result = outage.decide(call, failure);
        if (result == null) {
            takes.giveBack(denials::forget);
            throw failure;
        }
        return result;
    }
}
