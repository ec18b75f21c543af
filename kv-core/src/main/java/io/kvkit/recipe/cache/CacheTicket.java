package io.kvkit.recipe.cache;

import io.kvkit.call.Ticket;
import io.kvkit.claim.HeldClaim;
import io.kvkit.claim.Token;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The ticket of a computation. */
sealed interface CacheTicket extends Ticket {

    CacheCall call();

    Flight flight();

    /** Returns what was outdated before the computation began; a call that saw more must not take its result. */
    long stamp();

    /** Returns the end of the computation itself, which may come before or after an end of its flight. */
    Over over();

    /** Returns when the computation began, by the clock of this process. */
    default long begunNanos() {
        return over().begunNanos;
    }

    /** The end of a computation, and when it began. */
    final class Over extends CompletableFuture<@Nullable Void> {

        private final long begunNanos = System.nanoTime();
    }

    /**
     * A computation that holds the claim of its key, so that its result may be stored.
     *
     * @param begunMicros when it began, in microseconds of the store's time
     * @param refresh the value that it replaces; null if nobody has asked for it, or if there is none
     */
    record Claimed(
            CacheCall call,
            long stamp,
            Token token,
            Flight flight,
            HeldClaim held,
            long begunMicros,
            @Nullable Refresh<?> refresh,
            Over over)
            implements CacheTicket {

        Claimed(CacheCall call, long stamp, Token token, Flight flight, HeldClaim held, long begunMicros) {
            this(call, stamp, token, flight, held, begunMicros, null, new Over());
        }

        Claimed by(CacheParts parts) {
            return new Claimed(
                    call, stamp, token, flight, held.by(parts.claims(), parts.timer()), begunMicros, refresh, over);
        }

        Claimed withRefresh(Refresh<?> old) {
            return new Claimed(call, stamp, token, flight, held, begunMicros, old, over);
        }
    }

    /**
     * A computation of a call that waited too long for the claim's holder: its result also serves the other waiting
     * calls.
     */
    record Relief(CacheCall call, long stamp, Flight flight, Over over) implements CacheTicket {

        Relief(CacheCall call, long stamp, Flight flight) {
            this(call, stamp, flight, new Over());
        }
    }

    /** A computation in its turn while the store fails. */
    record Turn(CacheCall call, Flight flight, Over over) implements CacheTicket {

        Turn(CacheCall call, Flight flight) {
            this(call, flight, new Over());
        }

        // Only calls that came before the computation wait for it.
        @Override
        public long stamp() {
            return Long.MAX_VALUE;
        }
    }

    /** A computation for one call alone: no other call waits for it, and its result is not stored. */
    record Alone(CacheCall call, Flight flight, Over over) implements CacheTicket {

        Alone(CacheCall call) {
            this(call, new Flight(), new Over());
        }

        @Override
        public long stamp() {
            return Long.MAX_VALUE;
        }
    }
}
