package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.attribute.ValueRules;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules for the properties under {@code kv.redis}. */
final class RedisRules {

    private RedisRules() {}

    static void check(String name, RedisProperties redis) {
        if (redis.uri() != null) {
            RedisAddress address = RedisAddress.parse(name + ".uri", redis.uri());
            uriStandsAlone(name, redis);
            uriAgrees(name, address, redis.ssl());
        }
        HostRules.check(name + ".host", redis.host(), name);
        ValueRules.range(name + ".port", redis.port(), 1, 65_535);
        ValueRules.range(name + ".database", redis.database(), 0, Integer.MAX_VALUE);
        ValueRules.range(name + ".request-queue-size", redis.requestQueueSize(), 1, Integer.MAX_VALUE);
        ValueRules.positive(name + ".timeout", redis.timeout());
        ValueRules.positive(name + ".connect-timeout", redis.connectTimeout());
        ValueRules.range(name + ".max-in-flight", redis.maxInFlight(), 1, Integer.MAX_VALUE);
        breaker(name + ".circuit-breaker", redis.circuitBreaker());
        adaptiveTimeout(name + ".adaptive-timeout", redis.adaptiveTimeout());
        nodes(name + ".cluster.nodes", redis.cluster().nodes());
        nodes(name + ".sentinel.nodes", redis.sentinel().nodes());
        nodes(name + ".replicated.nodes", redis.replicated().nodes());
        master(name + ".sentinel.master", redis.sentinel().master());
        oneAddress(name, redis);
        masterOfSentinels(name, redis);
        passwordForUser(name, redis);
    }

    private static void breaker(String name, RedisProperties.CircuitBreaker breaker) {
        ValueRules.range(name + ".failure-rate", breaker.failureRate(), 1, 100);
        ValueRules.range(name + ".window", breaker.window(), 1, 100_000);
        ValueRules.range(name + ".minimum-calls", breaker.minimumCalls(), 1, breaker.window());
        ValueRules.positive(name + ".open-interval", breaker.openInterval());
        ValueRules.range(name + ".half-open-calls", breaker.halfOpenCalls(), 1, 1_000);
    }

    private static void adaptiveTimeout(String name, RedisProperties.AdaptiveTimeout timeout) {
        ValueRules.positive(name + ".least", timeout.least());
        if (!(timeout.factor() >= 1 && timeout.factor() <= 1_000)) {
            throw new KvPropertyException(
                    name + ".factor=" + timeout.factor() + " is out of range", "Write a number from 1 to 1000");
        }
    }

    private static void uriStandsAlone(String name, RedisProperties redis) {
        List<String> others = Stream.of(
                        redis.host() == null ? null : "host",
                        redis.port() == null ? null : "port",
                        redis.username() == null ? null : "username",
                        redis.password() == null ? null : "password",
                        redis.database() == null ? null : "database")
                .filter(Objects::nonNull)
                .map(other -> name + "." + other)
                .toList();
        if (!others.isEmpty()) {
            throw new KvPropertyException(
                    name + ".uri is set beside " + String.join(", ", others),
                    "Write either " + name + ".uri with everything in it, or the parts without it");
        }
    }

    // A contradiction would send a password in clear text.
    private static void uriAgrees(String name, RedisAddress address, RedisProperties.Ssl ssl) {
        if (address.tls() && Boolean.FALSE.equals(ssl.enabled())) {
            throw new KvPropertyException(
                    name + ".uri starts with rediss:// and " + name + ".ssl.enabled is false",
                    "Write redis:// for a connection that is not encrypted, or remove " + name + ".ssl.enabled");
        }
    }

    private static void oneAddress(String name, RedisProperties redis) {
        long addresses = Stream.of(
                        redis.uri() != null || redis.host() != null || redis.port() != null,
                        !redis.cluster().nodes().isEmpty(),
                        !redis.sentinel().nodes().isEmpty(),
                        !redis.replicated().nodes().isEmpty())
                .filter(given -> given)
                .count();
        if (addresses > 1) {
            throw new KvPropertyException(
                    name + " has more than one address",
                    "Write only one of " + name + ".uri, " + name + ".host, " + name + ".cluster.nodes, " + name
                            + ".sentinel.nodes and " + name + ".replicated.nodes");
        }
    }

    private static void passwordForUser(String name, RedisProperties redis) {
        if (redis.username() != null && redis.password() == null) {
            throw new KvPropertyException(
                    name + ".username is set without " + name + ".password", "Set " + name + ".password too");
        }
    }

    private static void master(String name, @Nullable String master) {
        if (master != null && master.isBlank()) {
            throw new KvPropertyException(
                    name + " is blank", "Write the name under which the Sentinels know the primary, or remove it");
        }
    }

    private static void masterOfSentinels(String name, RedisProperties redis) {
        if (redis.sentinel().master() != null && redis.sentinel().nodes().isEmpty() && redis.hasAddress()) {
            throw new KvPropertyException(
                    name + ".sentinel.master is set beside an address that is not that of Sentinels",
                    "Write " + name + ".sentinel.nodes, or remove " + name + ".sentinel.master");
        }
    }

    private static void nodes(String name, List<String> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            String node = nodes.get(i);
            int colon = node.lastIndexOf(':');
            if (colon < 1 || node.indexOf(']', colon) >= 0 || !isAddress(node)) {
                throw new KvPropertyException(
                        name + "[" + i + "]=" + node + " is not the address of a node",
                        "Write host:port, such as redis-1:6379");
            }
        }
    }

    private static boolean isAddress(String node) {
        try {
            Address.parse(node);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
