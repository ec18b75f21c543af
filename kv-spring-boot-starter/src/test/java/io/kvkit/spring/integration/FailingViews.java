package io.kvkit.spring.integration;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.result.view.View;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What may fail in WebFlux when a handler has ended. */
@Configuration(proxyBeanMethods = false)
class FailingViews {

    private static final class Broken implements View {

        @Override
        public List<MediaType> getSupportedMediaTypes() {
            return List.of(MediaType.TEXT_HTML);
        }

        @Override
        public Mono<Void> render(Map<String, ?> model, MediaType type, ServerWebExchange web) {
            return Mono.error(new IllegalStateException("the template failed"));
        }
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ViewResolver broken() {
        return (String view, Locale locale) -> view.equals("broken") ? Mono.just(new Broken()) : Mono.empty();
    }
}
