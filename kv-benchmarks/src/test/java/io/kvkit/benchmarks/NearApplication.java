package io.kvkit.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.kvkit.event.KvListener;
import io.kvkit.spring.observe.KvMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

/** A Spring Boot application with caches in this JVM: that of kvkit on the memory store, Spring's, JetCache's, and a bare one. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
@Import(JetCacheConfiguration.class)
class NearApplication {

    static final String METRICS = "bench.metrics";

    @Bean
    NearShop nearShop() {
        return new NearShop();
    }

    @Bean
    CaffeineCacheManager cacheManager() {
        CaffeineCacheManager caches = new CaffeineCacheManager("offers");
        caches.setCaffeine(Caffeine.newBuilder().maximumSize(10_000));
        return caches;
    }

    @Bean
    @ConditionalOnProperty(METRICS)
    KvListener metrics() {
        return new KvMetrics(new SimpleMeterRegistry());
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DefaultPointcutAdvisor caffeineAdvisor() {
        return CaffeineAdvice.advisor();
    }
}
