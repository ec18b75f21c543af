package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.RedisTopology;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * The address and credentials of kvkit's Redis.
 *
 * <p>A bean of this type takes precedence over {@code kv.redis.*} and {@code spring.data.redis.*}. Timeouts and the
 * client name still come from {@code kv.redis.*}. kvkit reads user names, passwords and certificates for each new
 * connection, so they may change; it reads the other details once. Implementations must not include the password in
 * {@code toString()}.
 *
 * <pre>{@code
 * @Bean
 * KvConnectionDetails kvConnectionDetails(RedisContainer redis) {
 *     return () -> new RedisTopology.Standalone(new RedisTopology.Address(redis.getHost(), redis.getFirstMappedPort()));
 * }
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface KvConnectionDetails extends ConnectionDetails {

    /** Returns the addresses of the servers and how they work together. */
    RedisTopology topology();

    /** Returns the user name; null for the default user. */
    default @Nullable String username() {
        return null;
    }

    /** Returns the password; null if there is none. */
    default @Nullable String password() {
        return null;
    }

    /** Returns the user name for the Sentinels; null for their default user. */
    default @Nullable String sentinelUsername() {
        return null;
    }

    /** Returns the password for the Sentinels; null if there is none. */
    default @Nullable String sentinelPassword() {
        return null;
    }

    /** Returns the number of the logical database. */
    default int database() {
        return 0;
    }

    /** Returns the certificates that the client trusts and presents; null for a connection that is not encrypted. */
    default @Nullable SslBundle sslBundle() {
        return null;
    }
}
