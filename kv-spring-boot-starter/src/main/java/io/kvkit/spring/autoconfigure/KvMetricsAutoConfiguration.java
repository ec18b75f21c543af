package io.kvkit.spring.autoconfigure;

import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.observe.KvMetrics;
import io.kvkit.spring.observe.KvStoreMetrics;
import io.kvkit.store.KvStore;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of the counters. */
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

    @Bean
    @ConditionalOnMissingBean
    KvStoreMetrics kvStoreMetrics(MeterRegistry registry) {
        return new KvStoreMetrics(registry);
    }

    // The store has its metrics from the start; that they show its state, it must exist.
    @Bean
    SmartInitializingSingleton kvStoreGauges(KvStoreMetrics metrics, ObjectProvider<KvStore> store) {
        return () -> store.ifUnique(one -> {
            if (one instanceof ResilientKvStore resilient) {
                metrics.watch(resilient);
            }
        });
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisClient.class)
    static class OfRedis {

        @Bean
        SmartInitializingSingleton kvConnectionGauges(KvStoreMetrics metrics, ObjectProvider<RedisConnection> redis) {
            return () -> redis.ifAvailable(connection -> metrics.connections(
                    connection.store(),
                    store -> store.connections().open(),
                    store -> store.connections().lost()));
        }
    }
}
