package io.kvkit.spring.autoconfigure;

import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.lettuce.RedisTls;
import io.kvkit.lettuce.RedisTopology;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/** Makes the settings of the Redis store. */
final class RedisSettings {

    private RedisSettings() {}

    static LettuceSettings of(
            KvConnectionDetails details,
            RedisProperties properties,
            List<KvLettuceOptionsCustomizer> options,
            List<KvLettuceResourcesCustomizer> resources) {
        LettuceSettings.Builder settings = LettuceSettings.of(topology(details))
                .credentials(details.username(), details.password())
                .sentinelCredentials(details.sentinelUsername(), details.sentinelPassword())
                .database(details.database())
                .tls(tls(details.sslBundle()))
                .timeout(properties.timeout())
                .connectTimeout(properties.connectTimeout())
                .requestQueueSize(properties.requestQueueSize())
                .clientName(properties.clientName());
        options.forEach(customizer -> settings.customizeOptions(customizer::customize));
        resources.forEach(customizer -> settings.customizeResources(customizer::customize));
        return settings.build();
    }

    /** Where the servers are, for a reader. */
    static String place(KvConnectionDetails details) {
        String tls = details.sslBundle() == null ? "" : " with TLS";
        return details.topology() instanceof RedisTopology.Standalone standalone
                ? standalone.address() + tls
                : details.topology() + tls;
    }

    private static RedisTopology topology(KvConnectionDetails details) {
        if (details.topology() instanceof RedisTopology.Cluster && details.database() != 0) {
            throw new KvPropertyException(
                    "Database " + details.database() + " is set, but a Redis Cluster has database 0 only",
                    "Remove the number of the database");
        }
        return details.topology();
    }

    private static @Nullable RedisTls tls(@Nullable SslBundle bundle) {
        if (bundle == null) {
            return null;
        }
        SslOptions options = bundle.getOptions();
        return new RedisTls(
                bundle.getManagers().getTrustManagerFactory(),
                bundle.getManagers().getKeyManagerFactory(),
                list(options.getCiphers()),
                list(options.getEnabledProtocols()));
    }

    private static List<String> list(String @Nullable [] names) {
        return names == null ? List.of() : List.of(names);
    }
}
