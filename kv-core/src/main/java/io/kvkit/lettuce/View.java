package io.kvkit.lettuce;

import io.kvkit.lettuce.Topology.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The view that one node has of its cluster. */
record View(Topology topology, ClusterState state) {

    /** The nodes with the same view of the masters and their slots. */
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

        /**
         * Returns whether the view can be right: a node that is cut off knows it, and such nodes cannot be the majority
         * of the masters.
         */
        boolean isBelieved() {
            return isOk() || 2 * size() > newest().topology.masters().size();
        }
    }

    /**
     * Returns the view of most nodes that accept requests; of two views with equally many nodes, the newer one. Returns
     * empty if all nodes that were asked may be cut off.
     */
    static Optional<Topology> believed(Collection<View> views) {
        return best(views).filter(Party::isBelieved).map(party -> party.newest().topology);
    }

    /** Returns the most likely view if no other node can be asked. */
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
