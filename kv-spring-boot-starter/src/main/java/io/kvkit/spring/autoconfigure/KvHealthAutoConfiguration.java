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

/** Auto-configuration of the store's health. */
@AutoConfiguration(after = KvAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(KvStore.class)
@ConditionalOnEnabledHealthIndicator("kv")
public final class KvHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "kvHealthIndicator")
    KvHealthIndicator kvHealthIndicator(KvStore store) {
        return new KvHealthIndicator(store);
    }
}
