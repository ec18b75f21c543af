package io.kvkit.recipe.cache;

import io.kvkit.claim.Token;
import io.kvkit.recipe.cache.Flight.End;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The computations that calls of this process wait for, by token.
 *
 * <p>One watch per process follows a computation in another process, however many calls wait for it.
 */
final class Flights {

    private final ConcurrentMap<Token, Flight> flights = new ConcurrentHashMap<>();

    /** Opens the flight of a claim that this process is about to make, before its token is visible to other calls. */
    Flight open(Token token) {
        Flight flight = new Flight();
        flights.put(token, flight);
        return flight;
    }

    /** Ends a flight and wakes the calls that wait for it. */
    void close(Token token, Flight flight, End end) {
        flights.remove(token, flight);
        flight.end(end);
    }

    /**
     * Returns the flight of a token that a call has just seen in the record of its key.
     *
     * @param sight how the call came to know of it
     */
    Flight seen(CacheParts parts, CacheCall call, Token token, Sight sight) {
        Flight known = flights.get(token);
        if (known != null) {
            return known;
        }
        Flight watched = new Flight(true);
        Flight other = flights.putIfAbsent(token, watched);
        if (other != null) {
            return other;
        }
        new Watch(parts, call, token, sight, watched, end -> close(token, watched, end)).begin();
        return watched;
    }

    /** Returns the number of computations under way or watched. */
    int open() {
        return flights.size();
    }
}
