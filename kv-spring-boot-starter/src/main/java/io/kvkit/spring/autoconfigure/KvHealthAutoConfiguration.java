package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.actuate.KvHealthIndicator;
import io.kvkit.store.KvStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of the store's health. */
@AutoConfiguration(after = KvAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnSingleCandidate(KvStore.class)
public final class KvHealthAutoConfiguration {

    /** Apart, because its condition is itself a class that may be absent. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("kv")
    static class Indicator {

        @Bean
        @ConditionalOnMissingBean(name = "kvHealthIndicator")
        KvHealthIndicator kvHealthIndicator(KvStore store) {
            return new KvHealthIndicator(store);
        }
    }
}
