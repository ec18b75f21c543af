package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.RateLimitKeyResolver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Beans that say who is limited, on both web stacks. */
@Tag("slow")
class ResolvedKeysTest {

    @RestController
    static class Handlers {

        @RateLimited(name = "default-plain", limit = 1, window = "1h")
        @GetMapping("/default-plain")
        public String byDefault() {
            return "let in";
        }

        @RateLimited(name = "default-mono", limit = 1, window = "1h")
        @GetMapping("/default-mono")
        public Mono<String> byDefaultReactive() {
            return Mono.just("let in");
        }

        @RateLimited(name = "default-future", limit = 1, window = "1h")
        @GetMapping("/default-future")
        public CompletableFuture<String> byDefaultLater() {
            return CompletableFuture.completedFuture("let in");
        }

        @RateLimited(name = "named", keyResolver = "shelves", limit = 1, window = "1h")
        @GetMapping("/named")
        public String named(@RequestParam String shelf) {
            return "let in";
        }

        @RateLimited(name = "own", key = "#shelf", limit = 1, window = "1h")
        @GetMapping("/own")
        public String own(@RequestParam String shelf) {
            return "let in";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Resolvers {

        @Bean
        @Primary
        RateLimitKeyResolver customers() {
            return call -> {
                String key = call.header("X-Api-Key");
                if ("broken".equals(key)) {
                    throw new IllegalStateException("secret");
                }
                return "of network".equals(key) ? List.of(call.network(), call.ip(), call.limit()) : key;
            };
        }

        @Bean
        RateLimitKeyResolver shelves() {
            return call -> List.of(call.limit(), call.inRequest(), call.arguments());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_MEMORY", "WEBFLUX_ON_MEMORY"})
    void beansSayWhoIsLimited(Stack stack) {
        try (RunningApp app = stack.start(List.of(Handlers.class, Resolvers.class))) {
            Http http = app.http();
            for (String path : List.of("/default-plain", "/default-mono", "/default-future")) {
                for (String client : List.of("ann", "bob", "of network")) {
                    Http.Call call = http.get(path).header("X-Api-Key", client);
                    call.send().hasStatus(200);
                    call.send().isProblem(429, "quota-exceeded");
                }
                http.get(path).send().isProblem(400, "key-missing");
                http.get(path).header("X-Api-Key", " ").send().isProblem(400, "key-missing");
                assertThat(http.get(path)
                                .header("X-Api-Key", "broken")
                                .send()
                                .hasStatus(500)
                                .text())
                        .doesNotContain("secret");
            }
            http.get("/named?shelf=a").send().hasStatus(200);
            http.get("/named?shelf=b").send().hasStatus(200);
            http.get("/named?shelf=a").send().isProblem(429, "quota-exceeded");
            http.get("/own?shelf=a").send().hasStatus(200);
            http.get("/own?shelf=a").send().isProblem(429, "quota-exceeded");
        }
    }
}
