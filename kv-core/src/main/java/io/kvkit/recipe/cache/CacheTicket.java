package io.kvkit.recipe.cache;

import io.kvkit.call.Ticket;
import io.kvkit.claim.HeldClaim;
import io.kvkit.claim.Token;

/** The ticket of a computation. */
sealed interface CacheTicket extends Ticket {

    CacheCall call();

    Flight flight();

    /** Returns what was outdated before the computation began; a call that saw more must not take its result. */
    long stamp();

    /** A computation that holds the claim of its key, so that its result may be stored. */
    record Claimed(CacheCall call, long stamp, Token token, Flight flight, HeldClaim held) implements CacheTicket {}

    /**
     * A computation of a call that waited too long for the claim's holder: its result also serves the other waiting
     * calls.
     */
    record Relief(CacheCall call, long stamp, Flight flight) implements CacheTicket {}

    /** A computation in its turn while the store fails. */
    record Turn(CacheCall call, Flight flight) implements CacheTicket {

        // Only calls that came before the computation wait for it.
        @Override
        public long stamp() {
            return Long.MAX_VALUE;
        }
    }
}
