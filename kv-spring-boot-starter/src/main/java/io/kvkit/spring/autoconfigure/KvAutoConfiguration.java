package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.store.ConfiguredStores;
import io.kvkit.spring.autoconfigure.store.StoresConfiguration;
import io.kvkit.spring.operation.OperationSettings;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the store, of KvClient, and of the settings that all other configurations use.
 *
 * @since 0.1
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@EnableConfigurationProperties(KvProperties.class)
@Import({StoresConfiguration.class, ClientConfiguration.class})
public final class KvAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DurationUnits kvDurationUnits() {
        return new DurationUnits();
    }

    @Bean
    OperationSettings kvOperationSettings(KvProperties properties) {
        return properties.operations();
    }

    @Bean
    ConfiguredStores kvConfiguredStores(KvProperties properties) {
        return properties.configuredStores();
    }

    @Bean
    KeyPrefix kvKeyPrefix(KvProperties properties, Environment environment) {
        return KeyPrefix.of(properties.keyPrefix(), environment);
    }
}
