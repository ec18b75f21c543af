package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Handlers of requests that return a type of another reactive library know their request. */
@Tag("slow")
class AdaptedHttpTest {

    @RestController("handlers")
    static class Handlers {

        private final AtomicInteger ran = new AtomicInteger();

        @Idempotent(name = "pay")
        @PostMapping("/pay")
        public Single<String> pay() {
            return Single.fromCallable(() -> "paid " + ran.incrementAndGet());
        }

        @DedupeEvent(name = "event", key = "#id", duplicateResult = "@handlers.duplicate()")
        @PostMapping("/event/{id}")
        public Single<ResponseEntity<String>> event(@PathVariable String id) {
            return Single.fromCallable(() -> ResponseEntity.status(ran.incrementAndGet() == 1 ? 503 : 200)
                    .body("processed"));
        }

        public ResponseEntity<String> duplicate() {
            return ResponseEntity.ok("duplicate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestIsKnownWhenTheWorkBegins(Stack stack) {
        try (RunningApp app = stack.start(List.of(Handlers.class))) {
            Http.Call call = app.http().post("/pay").key("one");
            assertThat(call.send().hasStatus(200).text()).isEqualTo("paid 1");
            assertThat(call.send().replayed()).isTrue();
            app.http().post("/pay").send().isProblem(400, "idempotency-key-missing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventWhoseAnswerIsAnErrorIsHandledAgain(Stack stack) {
        try (RunningApp app = stack.start(List.of(Handlers.class))) {
            app.http().post("/event/1").send().hasStatus(503);
            assertThat(app.http().post("/event/1").send().hasStatus(200).text()).isEqualTo("processed");
            assertThat(app.http().post("/event/1").send().hasStatus(200).text()).isEqualTo("duplicate");
        }
    }
}
