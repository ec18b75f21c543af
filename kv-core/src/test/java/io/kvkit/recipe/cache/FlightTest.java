package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Ticket;
import io.kvkit.recipe.cache.Flight.End;
import org.junit.jupiter.api.Test;

/** What calls see of a computation that they found under way. */
class FlightTest {

    private static final End LANDED = new End.Landed(new byte[0], 0);

    private final Flight flight = new Flight();

    @Test
    void callThatFoundTheFlightJustBeforeItsEndSeesTheEnd() {
        flight.end(LANDED);
        assertThat(flight.end().toCompletableFuture()).isCompletedWithValue(LANDED);
    }

    @Test
    void callThatLosesPatienceJustAfterTheEndTakesTheEnd() {
        flight.end(LANDED);
        assertThat(flight.relieve(Ticket.NONE).toCompletableFuture()).isCompletedWithValue(LANDED);
    }

    @Test
    void endOfAReliefIsForThoseThatWaitOnly() {
        var waiting = flight.end();
        assertThat(flight.relieve(Ticket.NONE)).isNull();
        flight.relieved(LANDED);
        assertThat(waiting.toCompletableFuture()).isCompletedWithValue(LANDED);
        assertThat(flight.end().toCompletableFuture()).isNotDone();
    }

    @Test
    void reliefThatEndsAfterItsFlightChangesNothing() {
        flight.relieve(Ticket.NONE);
        flight.end(LANDED);
        flight.relieved(new End.Gone());
        assertThat(flight.end().toCompletableFuture()).isCompletedWithValue(LANDED);
    }
}
