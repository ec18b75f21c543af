package io.kvkit.lettuce;

import java.util.List;

/**
 * The topology of the servers: their addresses and how they work together.
 *
 * @since 0.1
 */
public sealed interface RedisTopology {

    /** The address of one server process. */
    record Address(String host, int port) {

        public Address {
            if (!isHost(host) || port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "\"" + host + ":" + port + "\" is not the address of a Redis server");
            }
        }

        /** Reads {@code host:port}; the default port is 6379. */
        public static Address parse(String text) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > 0 && text.indexOf(']', colon) < 0;
            String host = hasPort ? text.substring(0, colon) : text;
            try {
                return new Address(
                        host.replaceAll("^\\[|]$", ""), hasPort ? Integer.parseInt(text.substring(colon + 1)) : 6379);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("\"" + text + "\" is not an address. Use host:port", e);
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }

        // With one colon, the port is invalid; several colons are IPv6.
        private static boolean isHost(String host) {
            return host.matches("[^\\s@/]+")
                    && host.chars().filter(c -> c == ':').count() != 1;
        }
    }

    /** One server. */
    record Standalone(Address address) implements RedisTopology {

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** One primary that Sentinels watch. */
    record Sentinel(String master, List<Address> nodes) implements RedisTopology {

        public Sentinel {
            nodes = atLeastOne(nodes);
        }

        @Override
        public String toString() {
            return "Sentinel " + master + " at " + nodes;
        }
    }

    /**
     * One primary and its replicas, with fixed addresses. Each new connection looks up which of them is the primary.
     */
    record Replicated(List<Address> nodes) implements RedisTopology {

        public Replicated {
            nodes = atLeastOne(nodes);
        }

        @Override
        public String toString() {
            return "Primary among " + nodes;
        }
    }

    /** A Redis Cluster, with the addresses of some of its nodes. */
    record Cluster(List<Address> nodes) implements RedisTopology {

        public Cluster {
            nodes = atLeastOne(nodes);
        }

        @Override
        public String toString() {
            return "Cluster at " + nodes;
        }
    }

    private static List<Address> atLeastOne(List<Address> nodes) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("At least one node address is required");
        }
        return List.copyOf(nodes);
    }
}
