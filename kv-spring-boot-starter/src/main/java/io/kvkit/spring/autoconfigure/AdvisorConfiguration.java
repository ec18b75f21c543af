package io.kvkit.spring.autoconfigure;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.KvOrder;
import io.kvkit.annotation.RateLimited;
import io.kvkit.call.StageDriver;
import io.kvkit.spring.intercept.CacheWriteMethods;
import io.kvkit.spring.intercept.CachedMethods;
import io.kvkit.spring.intercept.Clients;
import io.kvkit.spring.intercept.DedupeMethods;
import io.kvkit.spring.intercept.GuardInterceptor;
import io.kvkit.spring.intercept.IdempotentMethods;
import io.kvkit.spring.intercept.KvAdvisor;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.intercept.RateLimitedMethods;
import io.kvkit.spring.operation.KvTenantResolver;
import io.kvkit.spring.operation.OperationSource;
import java.lang.annotation.Annotation;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * An advisor and an interceptor per kind of annotation.
 *
 * <p>Advisors are made before most other beans, so neither they nor the interceptors may need any.
 */
@Configuration(proxyBeanMethods = false)
@Import(AutoProxyRegistrar.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class AdvisorConfiguration {

    // The writes stand outside of @Cached by as much as KvOrder says.
    private static final int WRITE_DISTANCE = KvOrder.CACHED - KvOrder.CACHE_WRITE;

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static KvAdvisor kvRateLimitedAdvisor(BeanFactory beans, Environment environment) {
        int order = order(environment, "rate-limit", KvOrder.RATE_LIMITED);
        return advisor(beans, "kvRateLimitedInterceptor", order, Set.of(RateLimited.class));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static KvAdvisor kvDedupeAdvisor(BeanFactory beans, Environment environment) {
        int order = order(environment, "dedupe", KvOrder.DEDUPE_EVENT);
        return advisor(beans, "kvDedupeInterceptor", order, Set.of(DedupeEvent.class));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static KvAdvisor kvIdempotentAdvisor(BeanFactory beans, Environment environment) {
        int order = order(environment, "idempotency", KvOrder.IDEMPOTENT);
        return advisor(beans, "kvIdempotentInterceptor", order, Set.of(Idempotent.class));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static KvAdvisor kvCacheWriteAdvisor(BeanFactory beans, Environment environment) {
        int order = order(environment, "cache", KvOrder.CACHED) - WRITE_DISTANCE;
        return advisor(beans, "kvCacheWriteInterceptor", order, Set.of(CacheInvalidate.class, CacheUpdate.class));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static KvAdvisor kvCachedAdvisor(BeanFactory beans, Environment environment) {
        int order = order(environment, "cache", KvOrder.CACHED);
        return advisor(beans, "kvCachedInterceptor", order, Set.of(Cached.class));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GuardInterceptor kvRateLimitedInterceptor(BeanFactory beans) {
        return interceptor(beans, RateLimitedMethods.class);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GuardInterceptor kvDedupeInterceptor(BeanFactory beans) {
        return interceptor(beans, DedupeMethods.class);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GuardInterceptor kvIdempotentInterceptor(BeanFactory beans) {
        return interceptor(beans, IdempotentMethods.class);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GuardInterceptor kvCacheWriteInterceptor(BeanFactory beans) {
        return interceptor(beans, CacheWriteMethods.class);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GuardInterceptor kvCachedInterceptor(BeanFactory beans) {
        return interceptor(beans, CachedMethods.class);
    }

    @Bean
    Clients kvClients(ObjectProvider<KvTenantResolver> tenants, ApplicationContext context) {
        return new Clients(tenants.getIfAvailable(), context instanceof ReactiveWebApplicationContext);
    }

    private static KvAdvisor advisor(
            BeanFactory beans, String interceptor, int order, Set<Class<? extends Annotation>> annotations) {
        return new KvAdvisor(beans, interceptor, order, annotations);
    }

    private static GuardInterceptor interceptor(BeanFactory beans, Class<? extends MethodGuards> guards) {
        return new GuardInterceptor(
                beans.getBeanProvider(OperationSource.class)::getObject,
                beans.getBeanProvider(guards)::getObject,
                beans.getBeanProvider(StageDriver.class)::getObject,
                beans.getBeanProvider(Clients.class)::getObject);
    }

    // Not from KvProperties, which is a bean.
    private static int order(Environment environment, String area, int builtIn) {
        return Binder.get(environment)
                .bind("kv." + area + ".order", Integer.class)
                .orElse(builtIn);
    }
}
