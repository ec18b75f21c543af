package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.spring.KvPropertyException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.MasterReplica;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;

/** The address that Spring Data Redis uses. */
public final class DataRedisKvConnectionDetails implements KvConnectionDetails {

    private final DataRedisConnectionDetails details;
    private final String source;
    private final boolean tlsByUrl;

    /**
     * Adapts the details.
     *
     * @param source the name of the details in messages
     * @param tlsByUrl whether the URL has the scheme {@code rediss}, which the details do not show
     */
    public DataRedisKvConnectionDetails(DataRedisConnectionDetails details, String source, boolean tlsByUrl) {
        this.details = details;
        this.source = source;
        this.tlsByUrl = tlsByUrl;
    }

    @Override
    public RedisTopology topology() {
        Sentinel sentinel = details.getSentinel();
        if (sentinel != null) {
            return new RedisTopology.Sentinel(sentinel.getMaster(), addresses(sentinel.getNodes()));
        }
        Cluster cluster = details.getCluster();
        if (cluster != null) {
            return new RedisTopology.Cluster(addresses(cluster.getNodes()));
        }
        MasterReplica replicated = details.getMasterReplica();
        if (replicated != null) {
            return new RedisTopology.Replicated(addresses(replicated.getNodes()));
        }
        Standalone standalone = details.getStandalone();
        if (standalone == null) {
            throw new KvPropertyException(
                    source + " gives no address of Redis", "Give one there, or set kv.redis.host");
        }
        HostRules.check(source + ".host", standalone.getHost(), source);
        return new RedisTopology.Standalone(address(standalone.getHost(), standalone.getPort()));
    }

    @Override
    public @Nullable String username() {
        return details.getUsername();
    }

    @Override
    public @Nullable String password() {
        return details.getPassword();
    }

    @Override
    public @Nullable String sentinelUsername() {
        Sentinel sentinel = details.getSentinel();
        return sentinel == null ? null : sentinel.getUsername();
    }

    @Override
    public @Nullable String sentinelPassword() {
        Sentinel sentinel = details.getSentinel();
        return sentinel == null ? null : sentinel.getPassword();
    }

    @Override
    public int database() {
        Sentinel sentinel = details.getSentinel();
        if (sentinel != null) {
            return sentinel.getDatabase();
        }
        Standalone standalone = details.getStandalone();
        return standalone == null ? 0 : standalone.getDatabase();
    }

    @Override
    public @Nullable SslBundle sslBundle() {
        SslBundle bundle = details.getSslBundle();
        return bundle == null && tlsByUrl ? SslBundle.systemDefault() : bundle;
    }

    String source() {
        return source;
    }

    private static List<Address> addresses(List<Node> nodes) {
        return nodes.stream().map(node -> address(node.host(), node.port())).toList();
    }

    // A URL without a port has the port -1.
    private static Address address(String host, int port) {
        return new Address(host, port < 1 ? RedisAddress.DEFAULT_PORT : port);
    }

    @Override
    public String toString() {
        return source + " at " + topology();
    }
}
