package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Flight.End;
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
        return parts.leavesWaits() ? behind(turn, own) : await(turn, own);
    }

    // Others must not wait for the turn of a call that does not wait for it yet.
    private CompletionStage<Decision> behind(Turn turn, Flight own) {
        if (turn.next() == own) {
            leave(turn.running(), own);
        }
        return waiting.isOwn(turn.running())
                ? waiting.freely()
                : waiting.forFlight(turn.running(), end -> decide(), waiting::freely);
    }

    private CompletionStage<Decision> await(Turn turn, Flight own) {
        if (turn.next() == own) {
            return afterwards(turn.running(), own).whenComplete((done, failure) -> leave(turn.running(), own));
        }
        return waiting.isOwn(turn.running())
                ? waiting.freely()
                : waiting.forFlight(Objects.requireNonNull(turn.next()), waiting::land, waiting::freely);
    }

    private CompletionStage<Decision> afterwards(Flight running, Flight own) {
        return waiting.isOwn(running)
                ? waiting.freely()
                : waiting.forFlight(running, end -> computeFor(own), () -> computeFor(own));
    }

    // A call that did not take its turn, for instance because it has waited too long, leaves it to others.
    private void leave(Flight running, Flight own) {
        if (own.loads().isEmpty()) {
            parts.turns().leave(call.key(), own);
            running.end().thenAccept(end -> parts.turns().end(call.key(), running));
            own.end(new End.Gone());
        }
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
