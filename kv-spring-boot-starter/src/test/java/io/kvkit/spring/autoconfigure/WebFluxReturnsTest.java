package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.KvConfigurationException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.reactive.config.EnableWebFlux;

/** Work that WebFlux does not begin, and writes to the client instead. */
@Tag("slow")
class WebFluxReturnsTest {

    @RestController
    static class OfCallable {

        @Idempotent(name = "later")
        @PostMapping("/later")
        public Callable<String> later() {
            return () -> "paid";
        }
    }

    @RestController
    static class OfDeferredResult {

        @Idempotent(name = "later")
        @PostMapping("/later")
        public DeferredResult<String> later() {
            return new DeferredResult<>();
        }
    }

    @RestController
    static class OfTask {

        @Idempotent(name = "later")
        @PostMapping("/later")
        public WebAsyncTask<String> later() {
            return new WebAsyncTask<>(() -> "paid");
        }
    }

    @EnableWebFlux
    static class WebFlux {}

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            KvAutoConfiguration.class, KvOperationAutoConfiguration.class, KvWebAutoConfiguration.class);

    static Stream<Class<?>> controllers() {
        return Stream.of(OfCallable.class, OfDeferredResult.class, OfTask.class);
    }

    @ParameterizedTest
    @MethodSource("controllers")
    void workThatWebFluxDoesNotBeginStopsTheStart(Class<?> controller) {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(OURS)
                .withUserConfiguration(WebFlux.class, controller)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(KvConfigurationException.class)
                        .hasMessageContaining("whose work WebFlux does not begin. Return a Mono"));
    }

    @ParameterizedTest
    @MethodSource("controllers")
    void springMvcBeginsIt(Class<?> controller) {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withUserConfiguration(controller)
                .run(context -> assertThat(context).hasNotFailed());
    }
}
