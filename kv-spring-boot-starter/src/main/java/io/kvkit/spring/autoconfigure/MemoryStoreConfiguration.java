package io.kvkit.spring.autoconfigure;

import io.kvkit.store.KvStore;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The default store in this process. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(KvStore.class)
@Conditional(OnStore.Memory.class)
class MemoryStoreConfiguration {

    @Bean
    OpenStore kvDefaultStore(
            MemoryStores stores,
            KvProperties properties,
            ConfigurableListableBeanFactory beans,
            Environment environment) {
        StoreAtBuild.requireStill(StoreType.MEMORY, beans, environment);
        boolean chosen = properties.store() != null;
        return stores.open(Stores.DEFAULT, properties.memory(), chosen ? "kv.store" : "nothing configured", chosen);
    }

    @Bean
    KvStore kvStore(OpenStore kvDefaultStore) {
        return kvDefaultStore.store();
    }
}
