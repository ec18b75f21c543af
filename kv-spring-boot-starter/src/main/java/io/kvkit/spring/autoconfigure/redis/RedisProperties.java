package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.resilience.ResilienceSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.redis}. The text form shows no secret.
 *
 * @param uri the address as a URI, redis://user:password@host:port/database, or rediss:// for TLS; instead of host, port, username, password and database
 * @param host the name or IP address of the server
 * @param port the port of the server. Unset: 6379
 * @param username the user to log in as. Unset: the default user
 * @param password the password to log in with
 * @param database the number of the logical database. Unset: 0
 * @param timeout how long one operation may take
 * @param connectTimeout how long opening a connection may take
 * @param requestQueueSize how many operations may be in flight; further ones are refused at once
 * @param clientName the name of the connections in the server's CLIENT LIST
 * @param maxInFlight how many calls of the application may wait for the store; further ones are refused at once
 * @param strictChecks whether a server whose settings endanger what the annotations promise stops the start. Otherwise that is a warning in the log
 */
public record RedisProperties(
        @Nullable String uri,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String username,
        @Nullable String password,
        @Nullable Integer database,
        @DefaultValue Ssl ssl,
        @DefaultValue Cluster cluster,
        @DefaultValue Sentinel sentinel,
        @DefaultValue Replicated replicated,
        @DefaultValue("250ms") Duration timeout,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("4096") int requestQueueSize,
        @Nullable String clientName,
        @DefaultValue("4096") int maxInFlight,
        @DefaultValue CircuitBreaker circuitBreaker,
        @DefaultValue AdaptiveTimeout adaptiveTimeout,
        @DefaultValue("false") boolean strictChecks) {

    /**
     * When calls fail at once because the store failed too often.
     *
     * @param enabled whether there is a circuit breaker; on a cluster each master has one of its own
     * @param failureRate the percentage of failed calls at which it opens
     * @param window how many of the last calls are judged; on a cluster, of the last calls of each master
     * @param minimumCalls how many calls there must be before it may open
     * @param openInterval how often the store is asked whether it works again while it is open
     * @param halfOpenCalls how many calls try the store before it closes
     */
    record CircuitBreaker(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("50") int failureRate,
            @DefaultValue("50") int window,
            @DefaultValue("10") int minimumCalls,
            @DefaultValue("500ms") Duration openInterval,
            @DefaultValue("3") int halfOpenCalls) {}

    /**
     * Whether the timeout follows the times that the store needs. It is never above kv.redis.timeout.
     *
     * @param enabled whether it does
     * @param least the shortest timeout
     * @param factor how many times the 99th percentile of the times is waited
     */
    record AdaptiveTimeout(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("50ms") Duration least,
            @DefaultValue("3") double factor) {}

    /**
     * How the connection is encrypted.
     *
     * @param enabled whether the connection is encrypted. Unset: when a bundle is set or the URI starts with rediss
     * @param bundle the name of the SSL bundle (spring.ssl.bundle.*) with the certificates to trust and to show. Unset: what the JDK trusts
     */
    record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {}

    /**
     * A Redis Cluster, instead of one server.
     *
     * @param nodes some nodes of the cluster, as host:port; they tell of the others
     */
    record Cluster(@DefaultValue List<String> nodes) {}

    /**
     * A primary that Redis Sentinels watch, instead of one server.
     *
     * @param master the name under which the Sentinels know the primary
     * @param nodes the Sentinels, as host:port
     * @param username the user to log in to the Sentinels as
     * @param password the password to log in to the Sentinels with
     */
    record Sentinel(
            @Nullable String master,
            @DefaultValue List<String> nodes,
            @Nullable String username,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Sentinel[master=" + master + ", nodes=" + nodes + "]";
        }
    }

    /**
     * A primary with replicas that no Sentinel watches, instead of one server.
     *
     * @param nodes the primary and its replicas, as host:port; the first of them that is a primary is used
     */
    record Replicated(@DefaultValue List<String> nodes) {}

    /**
     * Checks the values of the properties.
     *
     * @param name the prefix of the properties
     * @throws io.kvkit.spring.KvPropertyException if a value is invalid; the message names the property
     */
    public void check(String name) {
        RedisRules.check(name, this);
    }

    /** Returns the bounds that the store with a name keeps for its callers. */
    public ResilienceSettings resilience(String store) {
        return RedisResilience.of(store, this);
    }

    /** Returns whether these properties contain the address of Redis. */
    public boolean hasAddress() {
        return uri != null
                || host != null
                || !cluster.nodes().isEmpty()
                || !sentinel.nodes().isEmpty()
                || !replicated.nodes().isEmpty();
    }

    /** Returns the property that is set although there is no address for it; null if there is none. */
    @Nullable
    public String orphan() {
        if (hasAddress()) {
            return null;
        }
        if (username != null || password != null) {
            return username == null ? "password" : "username";
        }
        if (database != null) {
            return "database";
        }
        return ssl.enabled() != null || ssl.bundle() != null ? "ssl" : null;
    }

    @Override
    public String toString() {
        return "RedisProperties[host=" + host + ", port=" + port + ", database=" + database + "]";
    }
}
