package io.kvkit.spring.autoconfigure;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The store in this process. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(KvStore.class)
@Conditional(OnStore.Memory.class)
class MemoryStoreConfiguration {

    @Bean
    KvStore kvStore(KvProperties properties, ConfigurableListableBeanFactory beans, Environment environment) {
        StoreAtBuild.requireStill(StoreType.MEMORY, beans, environment);
        return new InMemoryKvStore(MicroClock.system(), properties.memory().maxEntries());
    }

    @Bean
    StoreDescription kvStoreDescription(KvProperties properties) {
        boolean chosen = properties.store() != null;
        return new StoreDescription(
                StoreType.MEMORY, chosen ? "kv.store" : "nothing configured", "this process", chosen);
    }
}
