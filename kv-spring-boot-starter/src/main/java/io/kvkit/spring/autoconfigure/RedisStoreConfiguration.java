package io.kvkit.spring.autoconfigure;

import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.autoconfigure.StoreSelection.AddressSource;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
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

/** The store on a Redis server. */
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
        return new PropertiesKvConnectionDetails(properties.redis(), bundles.getIfAvailable());
    }

    // No store in the eyes of the application: the one that is put around it is.
    @Bean
    RedisConnection kvRedisConnection(
            KvConnectionDetails details,
            KvProperties properties,
            ObjectProvider<KvLettuceOptionsCustomizer> options,
            ObjectProvider<KvLettuceResourcesCustomizer> resources,
            ConfigurableListableBeanFactory beans,
            Environment environment) {
        StoreAtBuild.requireStill(StoreType.REDIS, beans, environment);
        LettuceSettings settings = RedisSettings.of(
                details,
                properties.redis(),
                options.orderedStream().toList(),
                resources.orderedStream().toList());
        LettuceKvStore store = new LettuceKvStore(settings);
        // The first requests of an application are to find the connection open; without a server it starts all the
        // same.
        store.awaitConnection(settings.connectTimeout());
        return new RedisConnection(store);
    }

    @Bean
    KvStore kvStore(RedisConnection redis, KvProperties properties, Timer timer, KvListeners listeners) {
        return ResilientKvStore.around(
                redis.store(), RedisResilience.of(properties.redis()), timer, MicroClock.system(), listeners);
    }

    @Bean
    StoreChecks kvStoreChecks(RedisConnection redis, KvConnectionDetails details, KvProperties properties) {
        boolean strict = properties.redis().strictChecks();
        return new RedisChecks(redis.store()::serverInfo, details.topology(), strict);
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
