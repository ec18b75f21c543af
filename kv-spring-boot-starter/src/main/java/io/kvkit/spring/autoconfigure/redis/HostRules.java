package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.spring.KvPropertyException;
import org.jspecify.annotations.Nullable;

/** Rules for the name of a host. Null passes. */
final class HostRules {

    private HostRules() {}

    /**
     * Refuses an invalid host.
     *
     * @param property the property with the host
     * @param root the prefix of the properties next to it
     */
    static void check(String property, @Nullable String host, String root) {
        if (host == null) {
            return;
        }
        if (host.isBlank()) {
            throw new KvPropertyException(property + " is blank", "Write the name of the server, or remove it");
        }
        if (host.contains("://")) {
            // The value may contain a password, so the message does not repeat it.
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
