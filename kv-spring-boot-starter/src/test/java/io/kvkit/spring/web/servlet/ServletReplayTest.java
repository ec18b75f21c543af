package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.LimitHeaderRules;
import io.kvkit.spring.web.OuterFilter;
import io.kvkit.spring.web.ProblemRules;
import io.kvkit.spring.web.ReplayContract;
import io.kvkit.spring.web.TestGuard;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.filter.OncePerRequestFilter;

@Tag("slow")
class ServletReplayTest extends ReplayContract {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({ServletTestApp.class, ServletTestApp.CatchAll.class, ReplayResolver.class, KvServletProblemAdvice.class})
    static class App {

        @Bean
        KvServletFilter kvServletFilter() {
            return new KvServletFilter(Facts.RULES);
        }

        @Bean
        KvProblems kvProblems() {
            return new KvProblems(
                    new ProblemRules(KvProblems.DEFAULT_TYPE_BASE, null, new LimitHeaderRules(true, false)), Areas.ALL);
        }

        @Bean
        FilterRegistrationBean<OncePerRequestFilter> outer() {
            FilterRegistrationBean<OncePerRequestFilter> outer = new FilterRegistrationBean<>(new OuterFilter());
            outer.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
            outer.setOrder(0);
            return outer;
        }
    }

    private static ServletWebServerApplicationContext context;

    @BeforeAll
    static void start() {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(App.class)
                .properties("server.port=0", "server.address=127.0.0.1", "spring.main.web-application-type=servlet")
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
        app().slow.countDown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "callable",
                "deferred",
                "writer",
                "latin",
                "stream",
                "reset",
                "streaming-body",
                "forward",
                "replay-in-future",
                "caught"
            })
    void servletShapesAreReplayedToo(String shape) throws Exception {
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

    @RepeatedTest(20)
    void handlerWithItsOwnAsyncContextAnswersAndLeavesATombstone() throws Exception {
        assertThat(post("own-async", "").body()).asString().isEqualTo("later");
        guard().finishing(key).get(60, TimeUnit.SECONDS);
        assertThat(guard().recorded(key).retained()).isFalse();
    }

    private static ServletTestApp app() {
        return context.getBean(ServletTestApp.class);
    }
}
