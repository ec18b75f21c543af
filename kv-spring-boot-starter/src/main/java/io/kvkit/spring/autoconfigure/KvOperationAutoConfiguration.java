package io.kvkit.spring.autoconfigure;

import io.kvkit.codec.Codec;
import io.kvkit.recipe.Recipes;
import io.kvkit.spring.autoconfigure.store.Stores;
import io.kvkit.spring.cached.CacheFormats;
import io.kvkit.spring.cached.KvCacheManager;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.read.CandidateClasses;
import io.kvkit.spring.operation.read.OperationSource;
import io.kvkit.spring.ratelimited.RouteProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the annotations.
 *
 * @since 0.1
 */
@AutoConfiguration(after = KvAutoConfiguration.class)
@Import({AdvisorConfiguration.class, RecipeConfiguration.class})
public final class KvOperationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static OperationSource kvOperationSource(
            OperationSettings settings,
            Environment environment,
            ConfigurableListableBeanFactory beans,
            CandidateClasses candidates) {
        return new OperationSource(settings, environment::resolveRequiredPlaceholders, beans, candidates);
    }

    @Bean
    static LateBeanCheck kvLateBeanCheck(ConfigurableListableBeanFactory beans, CandidateClasses candidates) {
        return new LateBeanCheck(beans, candidates);
    }

    @Bean
    OperationScan kvOperationScan(
            ConfigurableListableBeanFactory beans,
            OperationSource source,
            Stores stores,
            Codec codec,
            CacheFormats formats,
            Recipes recipes,
            KeyPrefix prefix,
            LateBeanCheck late,
            NamedOperations names,
            ObjectProvider<KvCacheManager> springCaches,
            KvProperties properties,
            Environment environment) {
        var report = new StartupReport(
                stores,
                prefix,
                environment,
                cache -> KvSpringCacheAutoConfiguration.uses(springCaches, cache),
                RouteProperties.limits(properties.rateLimit().routes()));
        BeanCheck check = new BeanCheck(source, new ResultTypes(codec, formats, recipes.cache()), names);
        return new OperationScan(beans, source, check, report, late, PrincipalCheck.of(beans));
    }
}
