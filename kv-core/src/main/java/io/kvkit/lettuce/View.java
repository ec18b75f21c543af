package io.kvkit.lettuce;

import io.kvkit.lettuce.Topology.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster as one of its nodes sees it. */
record View(Topology topology, ClusterState state) {

    /** Nodes that see the same masters in the same places. */
    private record Party(List<View> members) {

        boolean isOk() {
            return members.stream().anyMatch(view -> view.state.ok());
        }

        int size() {
            return members.size();
        }

        long epoch() {
            return newest().state.epoch();
        }

        View newest() {
            return members.stream()
                    .max(Comparator.comparingLong(view -> view.state.epoch()))
                    .orElseThrow();
        }

        /** Whether it can be right: a node that was cut off knows that it was, and cannot be most of the masters. */
        boolean isBelieved() {
            return isOk() || 2 * size() > newest().topology.masters().size();
        }
    }

    /**
     * What holds: what most nodes see that take requests; of two that as many see, the newer. Empty if all who were
     * asked may be cut off.
     */
    static Optional<Topology> believed(Collection<View> views) {
        return best(views).filter(Party::isBelieved).map(party -> party.newest().topology);
    }

    /** What holds if nobody else can be asked. */
    static Optional<Topology> likeliest(Collection<View> views) {
        return best(views).map(party -> party.newest().topology);
    }

    private static Optional<Party> best(Collection<View> views) {
        Map<List<Place>, Party> parties = new HashMap<>();
        views.forEach(view -> parties.computeIfAbsent(view.topology.places(), first -> new Party(new ArrayList<>()))
                .members
                .add(view));
        return parties.values().stream()
                .max(Comparator.comparing(Party::isOk)
                        .thenComparing(Party::size)
                        .thenComparing(Party::epoch));
    }
}
