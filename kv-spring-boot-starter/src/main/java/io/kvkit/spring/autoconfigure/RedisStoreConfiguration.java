package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.StoreSelection.AddressSource;
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

/** The default store on a Redis server. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisClient.class)
@ConditionalOnMissingBean(KvStore.class)
@Conditional(OnStore.Redis.class)
class RedisStoreConfiguration {

    @Bean
    @ConditionalOnMissingBean(KvConnectionDetails.class)
    PropertiesKvConnectionDetails kvConnectionDetails(
            KvProperties properties,
            ObjectProvider<SslBundles> bundles,
            ConfigurableListableBeanFactory beans,
            Environment environment) {
        StoreAtBuild.requireStill(Set.of(AddressSource.OWN_PROPERTIES, AddressSource.NONE), beans, environment);
        return new PropertiesKvConnectionDetails("kv.redis", properties.redis(), bundles.getIfAvailable());
    }

    @Bean
    OpenStore kvDefaultStore(
            RedisStores stores,
            KvConnectionDetails details,
            KvProperties properties,
            ConfigurableListableBeanFactory beans,
            Environment environment) {
        StoreAtBuild.requireStill(StoreType.REDIS, beans, environment);
        return stores.open(Stores.DEFAULT, "kv.redis", properties.redis(), details);
    }

    @Bean
    KvStore kvStore(OpenStore kvDefaultStore) {
        return kvDefaultStore.store();
    }
}
