package io.kvkit.spring.autoconfigure;

import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.autoconfigure.store.OpenStore;
import io.kvkit.spring.autoconfigure.store.Stores;
import io.kvkit.spring.observe.KvMetrics;
import io.kvkit.spring.observe.StoreGauges;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the metrics.
 *
 * @since 0.1
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class KvMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    KvMetrics kvMetrics(MeterRegistry registry) {
        return new KvMetrics(registry);
    }

    // The stores have their metrics from startup, but gauges of their state need the stores.
    @Bean
    SmartInitializingSingleton kvStoreGauges(KvMetrics metrics, ObjectProvider<Stores> stores) {
        return () -> stores.ifAvailable(all -> all.all().forEach(store -> watch(metrics.gauges(), store)));
    }

    private static void watch(StoreGauges gauges, OpenStore opened) {
        if (opened.store() instanceof ResilientKvStore resilient) {
            gauges.watch(opened.name(), resilient);
        }
        if (opened.connections() != null) {
            gauges.connections(
                    opened.name(),
                    opened.connections(),
                    now -> now.get().open(),
                    now -> now.get().lost());
        }
    }
}
