package io.kvkit.spring.web.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.LimitHeaderRules;
import io.kvkit.spring.web.ProblemRules;
import io.kvkit.spring.web.ReplayContract;
import io.kvkit.spring.web.TestGuard;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;

@Tag("slow")
class WebFluxReplayTest extends ReplayContract {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({
        WebFluxTestApp.class,
        WebFluxTestApp.CatchAll.class,
        WebFluxTestApp.Catching.class,
        ReplayAdvice.class,
        KvWebFluxProblemAdvice.class
    })
    static class App {

        @Bean
        KvWebFilter kvWebFilter(ObjectProvider<WebExceptionHandler> handlers, ServerCodecConfigurer codecs) {
            return new KvWebFilter(Facts.RULES, handlers, codecs);
        }

        @Bean
        KvProblems kvProblems() {
            return new KvProblems(
                    new ProblemRules(KvProblems.DEFAULT_TYPE_BASE, null, new LimitHeaderRules(true, false)), Areas.ALL);
        }

        @Bean
        @Order(0)
        WebFilter outer() {
            return (web, chain) -> {
                web.getResponse().getHeaders().add("X-Outer", "1");
                return chain.filter(web);
            };
        }
    }

    private static ReactiveWebServerApplicationContext context;

    @BeforeAll
    static void start() {
        context = (ReactiveWebServerApplicationContext) new SpringApplicationBuilder(App.class)
                .properties("server.port=0", "server.address=127.0.0.1", "spring.main.web-application-type=reactive")
                .run();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Override
    protected int port() {
        return context.getWebServer().getPort();
    }

    @Override
    protected TestGuard guard() {
        return app().guard;
    }

    @Override
    protected CompletableFuture<?> slowHandlerEntered() {
        return app().slowEntered;
    }

    @Override
    protected void letSlowHandlerGoOn() {
        app().slow.complete("slow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "caught-here"})
    void webFluxShapesAreReplayedToo(String shape) throws Exception {
        replayIsTheSameAnswerAndTheHandlerDoesNotRun(shape);
        withoutAKeyTheAnswerIsWhatItIsWithOne(shape);
    }

    @Test
    void requestBodyIsReadable() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/body"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("{\"id\":\"1\",\"name\":\"Käse\",\"createdAt\":1}"))
                .build();
        HttpResponse<byte[]> first = send(request);
        assertThat(first.body()).asString(StandardCharsets.UTF_8).startsWith("Käse");
        assertThat(send(request).body()).isEqualTo(first.body());
    }

    private static WebFluxTestApp app() {
        return context.getBean(WebFluxTestApp.class);
    }
}
