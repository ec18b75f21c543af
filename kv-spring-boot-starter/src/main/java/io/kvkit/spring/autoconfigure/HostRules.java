package io.kvkit.spring.autoconfigure;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.spring.operation.KvPropertyException;
import org.jspecify.annotations.Nullable;

/** What must be true of the name of a host; null is always good. */
final class HostRules {

    private HostRules() {}

    /**
     * Refuses what is no host.
     *
     * @param property the property that holds it
     * @param root the properties beside it
     */
    static void check(String property, @Nullable String host, String root) {
        if (host == null) {
            return;
        }
        if (host.isBlank()) {
            throw new KvPropertyException(property + " is blank", "Write the name of the server, or remove it");
        }
        if (host.contains("://")) {
            // It may hold a password.
            throw new KvPropertyException(property + " is a URI", "Write it as " + root + ".uri, or the name alone");
        }
        if (host.matches("([^:]+|\\[.*]):\\d+")) {
            int colon = host.lastIndexOf(':');
            throw new KvPropertyException(
                    property + "=" + host + " holds a port",
                    "Write " + property + "=" + host.substring(0, colon) + " and " + root + ".port="
                            + host.substring(colon + 1));
        }
        if (!isHost(host)) {
            throw new KvPropertyException(
                    property + " is neither a host name nor an IP address", "Write one, such as redis-1 or 10.1.2.3");
        }
    }

    private static boolean isHost(String host) {
        try {
            return !host.contains("[") && new Address(host, RedisAddress.DEFAULT_PORT).port() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
