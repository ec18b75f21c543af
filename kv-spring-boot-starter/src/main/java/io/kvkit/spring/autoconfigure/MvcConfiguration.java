package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.web.ExchangeRules;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.servlet.ContextResolver;
import io.kvkit.spring.web.servlet.KvServletFilter;
import io.kvkit.spring.web.servlet.KvServletProblemAdvice;
import io.kvkit.spring.web.servlet.ReplayResolver;
import io.kvkit.spring.web.servlet.UnrenderedErrors;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Configures Spring MVC. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
class MvcConfiguration {

    @Bean
    @ConditionalOnMissingBean
    KvServletFilter kvServletFilter(ExchangeRules rules) {
        return new KvServletFilter(rules);
    }

    @Bean
    @ConditionalOnMissingBean
    UnrenderedErrors kvUnrenderedErrors() {
        return new UnrenderedErrors();
    }

    @Bean
    @ConditionalOnMissingBean
    ReplayResolver kvReplayResolver() {
        return new ReplayResolver();
    }

    @Bean
    WebMvcConfigurer kvContextArguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new ContextResolver());
            }
        };
    }

    /** Renders refusals of controllers, and of the beans that they call, as problems. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "kv.web.problem.enabled", matchIfMissing = true)
    static class Problems {

        @Bean
        @ConditionalOnMissingBean
        KvServletProblemAdvice kvProblemAdvice(KvProblems problems) {
            return new KvServletProblemAdvice(problems);
        }
    }
}
