package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.actuate.KvHealthIndicator;
import io.kvkit.spring.autoconfigure.store.OpenStore;
import io.kvkit.spring.autoconfigure.store.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the health of the stores: one indicator, or one under the name of each store.
 *
 * @since 0.1
 */
@AutoConfiguration(after = KvAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(Stores.class)
public final class KvHealthAutoConfiguration {

    /** A class of its own, because its condition is a class that may be absent. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("kv")
    static class Indicator {

        @Bean
        @ConditionalOnMissingBean(name = {"kvHealthIndicator", "kvHealthContributor"})
        HealthContributor kvHealthIndicator(Stores stores) {
            List<OpenStore> all = stores.all();
            if (all.size() == 1) {
                return new KvHealthIndicator(all.get(0).store());
            }
            Map<String, HealthContributor> each = new LinkedHashMap<>();
            all.forEach(store -> each.put(store.name(), new KvHealthIndicator(store.store())));
            return CompositeHealthContributor.fromMap(each);
        }
    }
}
