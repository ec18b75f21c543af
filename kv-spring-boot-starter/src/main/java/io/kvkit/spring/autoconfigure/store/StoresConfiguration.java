package io.kvkit.spring.autoconfigure.store;

import io.kvkit.store.KvStore;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Configures all stores: the default one, unless the application has its own, and the named ones. */
@Configuration(proxyBeanMethods = false)
@Import({StoreProviders.class, NamedStoreRegistrar.class})
public class StoresConfiguration {

    @Bean
    Stores kvStores(
            KvStore store,
            ObjectProvider<OpenStore> known,
            List<StoreProvider> providers,
            ConfiguredStores properties,
            BeanFactory beans) {
        OpenStore main = known.getIfAvailable(
                () -> OpenStore.ofApplication(Stores.DEFAULT, store, new OwnStoreChecks(store, properties, beans)));
        return Stores.open(main, providers, properties, beans);
    }

    /** The default store, and the address of Redis for it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(KvStore.class)
    @Import({DataRedisDetailsConfiguration.class, RedisDetailsConfiguration.class})
    static class Default {

        @Bean
        OpenStore kvDefaultStore(
                List<StoreProvider> providers,
                ConfiguredStores properties,
                ConfigurableListableBeanFactory beans,
                Environment environment) {
            StoreProperties.Type type = StoreSelection.of(environment, beans, beans.getBeanClassLoader())
                    .type();
            return StoreProviders.of(type, providers, "The store", "kv.store").openDefault(properties.main());
        }

        @Bean
        KvStore kvStore(OpenStore kvDefaultStore) {
            return kvDefaultStore.store();
        }
    }
}
