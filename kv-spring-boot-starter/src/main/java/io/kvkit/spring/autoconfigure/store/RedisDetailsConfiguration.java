package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.autoconfigure.redis.KvConnectionDetails;
import io.kvkit.spring.autoconfigure.redis.PropertiesKvConnectionDetails;
import io.kvkit.spring.autoconfigure.store.StoreSelection.AddressSource;
import io.kvkit.store.KvStore;
import io.lettuce.core.RedisClient;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Takes the address from {@code kv.redis} if neither a bean nor Spring Data Redis provides one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisClient.class)
@ConditionalOnMissingBean({KvStore.class, KvConnectionDetails.class})
@Conditional(OnRedis.class)
class RedisDetailsConfiguration {

    @Bean
    PropertiesKvConnectionDetails kvConnectionDetails(
            ConfiguredStores properties,
            ObjectProvider<SslBundles> bundles,
            ConfigurableListableBeanFactory beans,
            Environment environment) {
        StoreAtBuild.requireStill(Set.of(AddressSource.OWN_PROPERTIES, AddressSource.NONE), beans, environment);
        return new PropertiesKvConnectionDetails("kv.redis", properties.main().redis(), bundles.getIfAvailable());
    }
}
