package io.kvkit.spring.autoconfigure;

import io.kvkit.recipe.Recipes;
import io.kvkit.spring.KvTenantResolver;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.ratelimited.LiveLimits;
import io.kvkit.spring.ratelimited.route.RouteAnswers;
import io.kvkit.spring.ratelimited.route.RouteLimits;
import io.kvkit.spring.ratelimited.route.RouteServletFilter;
import io.kvkit.spring.ratelimited.route.RouteWebFilter;
import io.kvkit.spring.ratelimited.route.Routes;
import io.kvkit.spring.web.ClientAddress;
import io.kvkit.spring.web.KvProblems;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.databind.json.JsonMapper;

/** Configures the filters that limit requests by their path, if the configuration has routes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(prefix = "kv.rate-limit", name = "routes[0].path")
class RouteConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RouteLimits kvRouteLimits(
            KvProperties properties,
            LiveLimits limits,
            Recipes recipes,
            KeyPrefix prefix,
            ClientAddress addresses,
            ObjectProvider<KvTenantResolver> tenants,
            ConfigurableListableBeanFactory beans) {
        Routes routes = new Routes(limits, new KeySpace(prefix.value()), beans);
        return new RouteLimits(
                properties.enabled() ? routes.of(properties.rateLimit().routes()) : List.of(),
                recipes.rateLimiter().guard(),
                routes.texts(),
                addresses,
                tenants.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    RouteAnswers kvRouteAnswers(
            KvProperties properties, ObjectProvider<KvProblems> problems, ObjectProvider<JsonMapper> mapper) {
        WebProperties.Problem problem = properties.web().problem();
        return RouteAnswers.of(
                problems.getIfAvailable(() -> ProblemConfiguration.problems(properties)),
                properties.rateLimit().headerRules(),
                problem.enabled() ? mapper.getIfUnique(JsonMapper::shared) : null);
    }

    /** Limits servlet requests. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(DispatcherServlet.class)
    static class OfServlets {

        @Bean
        @ConditionalOnMissingBean
        RouteServletFilter kvRouteFilter(RouteLimits limits, RouteAnswers answers, KvProperties properties) {
            return new RouteServletFilter(
                    limits, answers, properties.rateLimit().routeOrder());
        }
    }

    /** Limits WebFlux requests. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(DispatcherHandler.class)
    static class OfWebFlux {

        @Bean
        @ConditionalOnMissingBean
        RouteWebFilter kvRouteFilter(RouteLimits limits, RouteAnswers answers, KvProperties properties) {
            return new RouteWebFilter(limits, answers, properties.rateLimit().routeOrder());
        }
    }
}
