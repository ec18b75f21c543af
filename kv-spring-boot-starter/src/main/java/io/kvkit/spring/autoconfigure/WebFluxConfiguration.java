package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.web.ExchangeRules;
import io.kvkit.spring.web.HeldRequests;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.reactive.ContextResolver;
import io.kvkit.spring.web.reactive.HoldingAdapter;
import io.kvkit.spring.web.reactive.KvWebFilter;
import io.kvkit.spring.web.reactive.KvWebFluxProblemAdvice;
import io.kvkit.spring.web.reactive.ReplayAdvice;
import io.kvkit.spring.web.reactive.WatchedResults;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.WebExceptionHandler;

/** Configures Spring WebFlux. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
class WebFluxConfiguration {

    @Bean
    @ConditionalOnMissingBean
    KvWebFilter kvWebFilter(
            ExchangeRules rules,
            ObjectProvider<WebExceptionHandler> handlers,
            ObjectProvider<ServerCodecConfigurer> codecs) {
        return new KvWebFilter(rules, handlers, codecs.getIfAvailable(ServerCodecConfigurer::create));
    }

    @Bean
    @ConditionalOnMissingBean
    HoldingAdapter kvHoldingAdapter(ObjectProvider<HandlerAdapter> adapters, HeldRequests requests) {
        return new HoldingAdapter(adapters, requests);
    }

    @Bean
    @ConditionalOnMissingBean
    WatchedResults kvWatchedResults(ObjectProvider<HandlerResultHandler> handlers) {
        return new WatchedResults(handlers);
    }

    @Bean
    @ConditionalOnMissingBean
    ReplayAdvice kvReplayAdvice() {
        return new ReplayAdvice();
    }

    @Bean
    WebFluxConfigurer kvContextArguments() {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
                resolvers.addCustomResolver(new ContextResolver());
            }
        };
    }

    /** Renders refusals of controllers, and of the beans that they call, as problems. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "kv.web.problem.enabled", matchIfMissing = true)
    static class Problems {

        @Bean
        @ConditionalOnMissingBean
        KvWebFluxProblemAdvice kvProblemAdvice(KvProblems problems) {
            return new KvWebFluxProblemAdvice(problems);
        }
    }
}
