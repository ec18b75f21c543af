package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.Credentials;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.lettuce.LettuceSettingsBuilder;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.spring.KvPropertyException;
import java.util.List;

/** Creates the settings of the Redis store. */
public final class RedisSettings {

    private RedisSettings() {}

    /**
     * Returns the settings of a store.
     *
     * @throws KvPropertyException if the properties contradict the place of the servers
     */
    public static LettuceSettings of(
            KvConnectionDetails details,
            RedisProperties properties,
            List<KvLettuceOptionsCustomizer> options,
            List<KvLettuceResourcesCustomizer> resources) {
        LettuceSettingsBuilder settings = LettuceSettings.of(topology(details))
                .credentials(() -> new Credentials(details.username(), details.password()))
                .sentinelCredentials(() -> new Credentials(details.sentinelUsername(), details.sentinelPassword()))
                .database(details.database())
                .timeout(properties.timeout())
                .connectTimeout(properties.connectTimeout())
                .requestQueueSize(properties.requestQueueSize())
                .clientName(properties.clientName());
        if (details.sslBundle() != null) {
            settings.tls(new Certificates(details));
        }
        options.forEach(customizer -> settings.customizeOptions(customizer::customize));
        resources.forEach(customizer -> settings.customizeResources(customizer::customize));
        return settings.build();
    }

    /** Returns the place of the servers, for readers. */
    public static String place(KvConnectionDetails details) {
        String tls = details.sslBundle() == null ? "" : " with TLS";
        return details.topology() instanceof RedisTopology.Standalone standalone
                ? standalone.address() + tls
                : details.topology() + tls;
    }

    /** Returns the origin of the address, for readers. */
    public static String source(KvConnectionDetails details) {
        if (details instanceof PropertiesKvConnectionDetails own) {
            return own.source();
        }
        return details instanceof DataRedisKvConnectionDetails data ? data.source() : "a KvConnectionDetails bean";
    }

    private static RedisTopology topology(KvConnectionDetails details) {
        if (details.topology() instanceof RedisTopology.Cluster && details.database() != 0) {
            throw new KvPropertyException(
                    "Database " + details.database() + " is set, but a Redis Cluster has database 0 only",
                    "Remove the number of the database");
        }
        return details.topology();
    }
}
