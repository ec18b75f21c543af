package io.kvkit.recipe.cache;

import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which loads of this process wait for which computations, so that loads that need each other are found before they wait.
 *
 * <p>Only calls within a load are recorded: others wait for somebody, but nobody waits for them.
 */
final class Crossings {

    private final IdentityHashMap<Ticket, List<Flight>> waiting = new IdentityHashMap<>();

    /**
     * Records that a call waits for a computation, unless the computation waits for the call.
     *
     * @param calls the loads that the call is a part of; null if there are none
     * @return whether the call may wait; then {@link #leave} ends the wait
     */
    synchronized boolean enter(@Nullable Nesting calls, Flight flight) {
        if (calls == null) {
            return true;
        }
        if (reaches(flight, calls, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            return false;
        }
        calls.tickets()
                .forEach(load -> waiting.computeIfAbsent(load, first -> new ArrayList<>(1))
                        .add(flight));
        return true;
    }

    /** Records that the wait of a call has ended. */
    synchronized void leave(@Nullable Nesting calls, Flight flight) {
        if (calls != null) {
            calls.tickets()
                    .forEach(load -> waiting.computeIfPresent(load, (same, flights) -> {
                        flights.remove(flight);
                        return flights.isEmpty() ? null : flights;
                    }));
        }
    }

    private boolean reaches(Flight flight, Nesting calls, Set<Flight> seen) {
        return seen.add(flight)
                && (flight.isOneOf(calls)
                        || flight.loads().stream()
                                .flatMap(load -> waiting.getOrDefault(load, List.of()).stream())
                                .anyMatch(next -> reaches(next, calls, seen)));
    }
}
