package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/** Handlers of WebFlux that return no publisher, on a thread of an executor and on others. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class WebFluxThreadsTest {

    @RestController
    static class Handlers {

        private final AtomicInteger executed = new AtomicInteger();

        @Idempotent(name = "lost")
        @PostMapping("/lost")
        public String lost() {
            return "paid " + executed.incrementAndGet();
        }

        @Idempotent(name = "found")
        @PostMapping("/found")
        public String found(ServerWebExchange web) {
            return "paid " + executed.incrementAndGet();
        }

        @Idempotent(name = "stage")
        @PostMapping("/stage")
        public CompletableFuture<String> stage() {
            return CompletableFuture.completedFuture("paid " + executed.incrementAndGet());
        }

        @Idempotent(name = "session", fingerprint = "'same'")
        @PostMapping("/session")
        public String session(WebSession session, @RequestPart FormFieldPart part) {
            return "paid " + executed.incrementAndGet();
        }

        @RateLimited(name = "by-client", limit = 1, window = "1h")
        @GetMapping("/limited")
        public String limited() {
            return "let in";
        }

        @DedupeEvent(name = "event", key = "#id")
        @PostMapping("/event/{id}")
        public ResponseEntity<String> event(@PathVariable String id) {
            return ResponseEntity.status(executed.incrementAndGet() == 1 ? 503 : 200)
                    .body("processed");
        }

        @Cached(name = "by-id", key = "#id")
        @GetMapping("/cached/{id}")
        public String cached(@PathVariable String id) {
            return id + executed.incrementAndGet();
        }
    }

    @Component
    static class OnAnExecutor implements WebFluxConfigurer {

        @Override
        public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
            configurer.setExecutor(new SimpleAsyncTaskExecutor("handler-"));
        }
    }

    @Test
    void requestIsKnownOnTheThreadsOfTheServer() {
        try (RunningApp app = Stack.WEBFLUX_ON_MEMORY.start(List.of(Handlers.class))) {
            for (String path : List.of("/lost", "/found", "/stage")) {
                Http.Call call = app.http().post(path).key("one");
                call.send().hasStatus(200);
                assertThat(call.send().replayed()).as(path).isTrue();
            }
            app.http().get("/limited").user("ada").send().hasStatus(200);
            app.http().get("/limited").user("ada").send().isProblem(429, "quota-exceeded");
            app.http().get("/limited").user("bob").send().hasStatus(200);
        }
    }

    @Test
    void requestIsKnownToAHandlerThatWaitsForSessionAndParts() {
        try (RunningApp app = Stack.WEBFLUX_ON_MEMORY.start(List.of(Handlers.class))) {
            Http.Call call = app.http()
                    .post("/session")
                    .key("one")
                    .multipart("--b\r\nContent-Disposition: form-data; name=\"part\"\r\n\r\nvalue\r\n--b--\r\n", "b");
            call.send().hasStatus(200);
            assertThat(call.send().replayed()).isTrue();
        }
    }

    @Test
    void onAnExecutorTheHandlerHasToTakeItOrSaysSo(CapturedOutput output) {
        try (RunningApp app = Stack.WEBFLUX_ON_MEMORY.start(List.of(Handlers.class, OnAnExecutor.class))) {
            Http.Call found = app.http().post("/found").key("one");
            found.send().hasStatus(200);
            assertThat(found.send().replayed()).isTrue();
            app.http().post("/lost").key("one").send().hasStatus(500);
            app.http().get("/limited").send().hasStatus(500);
            assertThat(output).contains("return a Mono, or take a ServerWebExchange as an argument");
            Reply cached = app.http().get("/cached/1").send().hasStatus(200);
            assertThat(app.http().get("/cached/1").send().text()).isEqualTo(cached.text());
        }
    }

    @Test
    void onAnExecutorAReturnedErrorLeavesItsEventToTheNextDelivery() {
        try (RunningApp app = Stack.WEBFLUX_ON_MEMORY.start(List.of(Handlers.class, OnAnExecutor.class))) {
            app.http().post("/event/1").send().hasStatus(503);
            assertThat(app.http().post("/event/1").send().hasStatus(200).text()).isEqualTo("processed");
            assertThat(app.http().post("/event/1").send().text()).isNotEqualTo("processed");
        }
    }
}
