package io.kvkit.spring.autoconfigure;

import io.kvkit.lettuce.RedisTopology;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where kvkit's Redis is and how to log in to it.
 *
 * <p>A bean of this type beats {@code kv.redis.*} and {@code spring.data.redis.*}; timeouts and the client name come
 * from {@code kv.redis.*} all the same. User names, passwords and certificates are asked for again at each
 * connecting, so they may change; all else is asked for once. Implementations must not show the password in their text form.
 *
 * <pre>{@code
 * @Bean
 * KvConnectionDetails kvConnectionDetails(RedisContainer redis) {
 *     return () -> new RedisTopology.Standalone(new RedisTopology.Address(redis.getHost(), redis.getFirstMappedPort()));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface KvConnectionDetails extends ConnectionDetails {

    /** The addresses of the servers and how these work together. */
    RedisTopology topology();

    /** Whom to log in as; null for the default user. */
    default @Nullable String username() {
        return null;
    }

    /** The password to log in with; null for none. */
    default @Nullable String password() {
        return null;
    }

    /** Whom to log in to the Sentinels as; null for their default user. */
    default @Nullable String sentinelUsername() {
        return null;
    }

    /** The password to log in to the Sentinels with; null for none. */
    default @Nullable String sentinelPassword() {
        return null;
    }

    /** The number of the logical database. */
    default int database() {
        return 0;
    }

    /** The certificates to trust and to show; null for a connection that is not encrypted. */
    default @Nullable SslBundle sslBundle() {
        return null;
    }
}
