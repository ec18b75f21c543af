package io.kvkit.spring.autoconfigure;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.KvStore;
import io.lettuce.core.RedisClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The store on a Redis server. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisClient.class)
@ConditionalOnMissingBean(KvStore.class)
@Conditional(OnStore.Redis.class)
class RedisStoreConfiguration {

    @Bean
    @ConditionalOnMissingBean(KvConnectionDetails.class)
    PropertiesKvConnectionDetails kvConnectionDetails(KvProperties properties, ObjectProvider<SslBundles> bundles) {
        return new PropertiesKvConnectionDetails(properties.redis(), bundles.getIfAvailable());
    }

    @Bean
    KvStore kvStore(
            KvConnectionDetails details,
            KvProperties properties,
            ObjectProvider<KvLettuceOptionsCustomizer> options,
            ObjectProvider<KvLettuceResourcesCustomizer> resources) {
        LettuceSettings settings = RedisSettings.of(
                details,
                properties.redis(),
                options.orderedStream().toList(),
                resources.orderedStream().toList());
        LettuceKvStore store = new LettuceKvStore(settings);
        // The first requests of an application are to find the connection open; without a server it starts all the
        // same.
        store.awaitConnection(settings.connectTimeout());
        return store;
    }

    @Bean
    StoreDescription kvStoreDescription(KvConnectionDetails details) {
        return new StoreDescription(StoreType.REDIS, source(details), RedisSettings.place(details), true);
    }

    private static String source(KvConnectionDetails details) {
        if (details instanceof PropertiesKvConnectionDetails own) {
            return own.source();
        }
        return details instanceof DataRedisKvConnectionDetails data ? data.source() : "a KvConnectionDetails bean";
    }
}
