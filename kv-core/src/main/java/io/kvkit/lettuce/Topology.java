package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The slot map of a cluster, as one node reports it. */
record Topology(List<Range> ranges) {

    /** A range of slots with its master and its replicas. */
    record Range(int first, int last, Address master, List<Address> replicas) {}

    /** A range of slots with its master. */
    record Place(int first, int last, Address master) {}

    /** Reads the answer of CLUSTER SLOTS. The host is empty if a node does not know its own host. */
    static Topology read(List<Object> answer, String askedHost) {
        List<Range> ranges = new ArrayList<>();
        for (Object range : answer) {
            List<?> parts = (List<?>) range;
            List<Address> nodes = parts.subList(2, parts.size()).stream()
                    .map(node -> address((List<?>) node, askedHost))
                    .toList();
            ranges.add(new Range(
                    number(parts.get(0)), number(parts.get(1)), nodes.get(0), nodes.subList(1, nodes.size())));
        }
        ranges.sort(Comparator.comparingInt(Range::first));
        return new Topology(List.copyOf(ranges));
    }

    /** Returns the nodes that serve slots. */
    Set<Address> masters() {
        Set<Address> masters = new LinkedHashSet<>();
        ranges.forEach(range -> masters.add(range.master));
        return masters;
    }

    /** Returns all nodes, the masters first. */
    Set<Address> nodes() {
        Set<Address> nodes = masters();
        ranges.forEach(range -> nodes.addAll(range.replicas));
        return nodes;
    }

    /**
     * Returns the masters of the slots without the replicas: nodes list replicas in any order, and some omit failed
     * ones.
     */
    List<Place> places() {
        return ranges.stream()
                .map(range -> new Place(range.first, range.last, range.master))
                .toList();
    }

    int slots() {
        return ranges.stream().mapToInt(range -> range.last - range.first + 1).sum();
    }

    private static Address address(List<?> node, String askedHost) {
        String host = node.get(0) instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : "";
        return new Address(host.isEmpty() || host.equals("?") ? askedHost : host, number(node.get(1)));
    }

    private static int number(Object value) {
        return Math.toIntExact((Long) value);
    }
}
