package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who serves which slots of a cluster, as a node says. */
record Topology(List<Range> ranges) {

    /** Some consecutive slots, who serves them, and who copies them. */
    record Range(int first, int last, Address master, List<Address> replicas) {}

    /** Some consecutive slots and who serves them. */
    record Place(int first, int last, Address master) {}

    /** Reads the answer of CLUSTER SLOTS. A node that does not know its own host leaves it empty. */
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

    /** Who serves slots. */
    Set<Address> masters() {
        Set<Address> masters = new LinkedHashSet<>();
        ranges.forEach(range -> masters.add(range.master));
        return masters;
    }

    /** Everybody, those who serve first. */
    Set<Address> nodes() {
        Set<Address> nodes = masters();
        ranges.forEach(range -> nodes.addAll(range.replicas));
        return nodes;
    }

    /**
     * Who serves which slots, and nothing else: nodes name replicas in any order, and some leave out those that are
     * gone.
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
