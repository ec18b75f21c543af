package io.kvkit.spring.autoconfigure;

import io.kvkit.call.Timer;
import io.kvkit.event.KvListener;
import io.kvkit.store.KvStore;
import io.lettuce.core.RedisClient;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The stores beside the default one, and what opens stores of each type. */
@Configuration(proxyBeanMethods = false)
@Import(NamedStoreRegistrar.class)
class StoresConfiguration {

    @Bean
    MemoryStores kvMemoryStores() {
        return new MemoryStores();
    }

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

    /** Where Lettuce is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisClient.class)
    static class OnRedis {

        @Bean
        RedisStores kvRedisStores(
                Timer timer,
                ObjectProvider<SslBundles> bundles,
                ObjectProvider<KvLettuceOptionsCustomizer> options,
                ObjectProvider<KvLettuceResourcesCustomizer> resources,
                ObjectProvider<KvListener> listeners) {
            return new RedisStores(
                    timer,
                    bundles.getIfAvailable(),
                    options.orderedStream().toList(),
                    resources.orderedStream().toList(),
                    store -> StoreListeners.of(listeners, store));
        }
    }
}
