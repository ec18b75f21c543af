package io.kvkit.cache;

import io.kvkit.call.Ticket;
import io.kvkit.claim.Heartbeat;
import io.kvkit.claim.Token;

/** What a computation brings back when it ends. */
sealed interface CacheTicket extends Ticket {

    CacheCall call();

    Flight flight();

    /** A computation that holds the claim of its key, so that its result may be stored. */
    record Claimed(CacheCall call, Token token, Flight flight, Heartbeat.Beat beat) implements CacheTicket {}

    /** A computation that waited too long for the one that holds the claim: it relieves the others that wait. */
    record Relief(CacheCall call, Flight flight) implements CacheTicket {}
}
