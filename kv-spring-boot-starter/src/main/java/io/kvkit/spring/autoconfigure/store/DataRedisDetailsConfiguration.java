package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.autoconfigure.redis.DataRedisKvConnectionDetails;
import io.kvkit.spring.autoconfigure.redis.KvConnectionDetails;
import io.kvkit.spring.autoconfigure.store.StoreSelection.AddressSource;
import io.kvkit.store.KvStore;
import java.util.Locale;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Takes the address from Spring Data Redis if kvkit has none of its own. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataRedisConnectionDetails.class)
@ConditionalOnMissingBean({KvStore.class, KvConnectionDetails.class})
@Conditional(OnRedis.WithDataRedis.class)
class DataRedisDetailsConfiguration {

    @Bean
    DataRedisKvConnectionDetails kvConnectionDetails(
            DataRedisConnectionDetails details,
            ConfiguredStores properties,
            ConfigurableListableBeanFactory beans,
            Environment environment) {
        StoreAtBuild.requireStill(AddressSource.DATA_REDIS, beans, environment);
        String orphan = properties.main().redis().orphan();
        boolean byProperties = details.getClass().getSimpleName().startsWith("Properties");
        String source = byProperties ? "spring.data.redis" : "a DataRedisConnectionDetails bean";
        if (orphan != null) {
            throw new KvPropertyException(
                    "kv.redis." + orphan + " is set without an address, while the address comes from " + source,
                    "Set kv.redis.host too, because kv.redis replaces the other as a whole, or remove kv.redis."
                            + orphan);
        }
        String url = environment.getProperty("spring.data.redis.url", "");
        boolean tls = byProperties && url.toLowerCase(Locale.ROOT).startsWith("rediss:");
        return new DataRedisKvConnectionDetails(details, source, tls);
    }
}
