package io.kvkit.spring.autoconfigure;

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
class StoresConfiguration {

    @Bean
    Stores kvStores(
            KvStore store,
            ObjectProvider<OpenStore> known,
            List<StoreProvider> providers,
            KvProperties properties,
            BeanFactory beans) {
        OpenStore main = known.getIfAvailable(() -> OpenStore.ofApplication(Stores.DEFAULT, store));
        return Stores.open(main, providers, properties, beans);
    }

    /** The default store. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(KvStore.class)
    static class Default {

        @Bean
        OpenStore kvDefaultStore(
                List<StoreProvider> providers,
                KvProperties properties,
                ConfigurableListableBeanFactory beans,
                Environment environment) {
            StoreType type = StoreSelection.of(environment, beans, beans.getBeanClassLoader())
                    .type();
            return StoreProviders.of(type, providers, "The store", "kv.store").openDefault(properties);
        }

        @Bean
        KvStore kvStore(OpenStore kvDefaultStore) {
            return kvDefaultStore.store();
        }
    }
}
