package io.kvkit.spring.autoconfigure;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.recipe.Recipes;
import io.kvkit.spring.cached.CacheFormats;
import io.kvkit.spring.cached.KvCacheManager;
import io.kvkit.spring.cached.LiveCaches;
import io.kvkit.spring.cached.PassedBy;
import io.kvkit.spring.cached.SpringCalls;
import io.kvkit.spring.operation.key.text.KeyTexts;
import io.kvkit.spring.transaction.Transactions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of the caches of Spring's cache abstraction, if {@code kv.cache.spring-cache-manager} is true. A
 * {@code CacheManager} or {@code cacheResolver} of the application takes precedence, and so does {@code
 * spring.cache.type}.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = KvOperationAutoConfiguration.class,
        beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@Conditional(OnSpringCaches.class)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
public final class KvSpringCacheAutoConfiguration {

    @Bean
    SpringCalls kvSpringCalls(
            KvProperties properties,
            Recipes recipes,
            PassedBy passedBy,
            Transactions transactions,
            PlainDriver plain,
            StageDriver stage,
            ConfigurableListableBeanFactory beans) {
        return new SpringCalls(
                properties.enabled(), recipes.cache(), new KeyTexts(beans), passedBy, transactions, plain, stage);
    }

    @Bean
    KvCacheManager cacheManager(
            SpringCalls calls,
            KvProperties properties,
            CacheFormats formats,
            LiveCaches caches,
            ConfigurableListableBeanFactory beans) {
        BeanTypes types = new BeanTypes(beans);
        return new KvCacheManager(
                calls,
                properties.cache(),
                formats,
                caches,
                reader -> types.forEach((bean, type) -> reader.accept(type)));
    }

    /** Returns whether Spring's cache abstraction uses a cache. */
    static boolean uses(ObjectProvider<KvCacheManager> managers, String cache) {
        KvCacheManager manager = managers.getIfAvailable();
        return manager != null && manager.isUsed(cache);
    }
}
