package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Turns.Turn;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One call while the store fails: it computes in its turn, or takes the result of the next turn. */
record WithoutStore(CacheParts parts, CacheCall call, Waiting waiting, Patience patience) {

    CompletionStage<Decision> decide() {
        Flight own = new Flight();
        Turn turn = parts.turns().enter(call.key(), own);
        if (turn.running() == own) {
            return computeFor(own);
        }
        if (waiting.isOwn(turn.running())) {
            return waiting.freely();
        }
        return turn.next() == own
                ? waiting.forFlight(turn.running(), end -> computeFor(own), () -> computeFor(own))
                : waiting.forFlight(Objects.requireNonNull(turn.next()), waiting::land, waiting::freely);
    }

    private CompletionStage<Decision> computeFor(Flight flight) {
        CacheTicket ticket = new CacheTicket.Turn(call, flight);
        flight.begin(ticket);
        parts.turns().begin(call.key(), flight);
        flight.end().thenAccept(end -> parts.turns().end(call.key(), flight));
        parts.tell(call, Outcome.STORE_FAILURE);
        return CompletableFuture.completedFuture(patience.proceed(ticket));
    }
}
