package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of calls that know their attempt, do not know their outcome, or always fail. */
abstract class OutcomesHttpContract extends HttpContract {

    OutcomesHttpContract(Stack stack, List<Class<?>> beans, String... properties) {
        super(stack, with(beans), properties);
    }

    private static List<Class<?>> with(List<Class<?>> beans) {
        List<Class<?>> all = new ArrayList<>(beans);
        all.add(Outcomes.class);
        all.add(Outcomes.Found.class);
        all.add(Refusals.class);
        return all;
    }

    private int outcomes() {
        return app.bean(Outcomes.class).executed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with-context", "with-context-mono", "with-context-future"})
    void handlerKnowsItsAttempt(String shape) {
        Http.Call call = http.post("/" + shape).key(key).json("\"order\"");
        call.send().hasStatus(500);
        String answer = call.send().hasStatus(200).text();
        assertThat(answer).startsWith("\"order\" 2 ");
        Reply replay = call.send().hasStatus(200);
        assertThat(replay.text()).isEqualTo(answer);
        assertThat(replay.replayed()).isTrue();
    }

    @Test
    void handlerWithoutTheAnnotationHasAContextWithoutProtection() {
        assertThat(http.post("/context-without-guard").send().hasStatus(200).text())
                .isEqualTo("fence 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "unknown-mono", "unknown-future"})
    void unknownOutcomeIsHeld(String shape) {
        int before = outcomes();
        Http.Call call = http.post("/" + shape).key(key);
        assertThat(call.send().isProblem(409, "idempotency-outcome-unknown").text())
                .contains("The bank did not answer");
        for (int i = 0; i < 2; i++) {
            Reply refused = call.send().isProblem(409, "idempotency-outcome-unknown");
            assertThat(refused.text()).contains("\"fence\":", "\"retryable\":false");
            assertThat(refused.header("Retry-After")).isNull();
        }
        assertThat(outcomes()).isEqualTo(before + 1);
    }

    @Test
    void responseOfAReconciledCallIsRecordedAndReplayed() {
        int before = outcomes();
        Http.Call call = http.post("/abandoned").key(key);
        List<CompletableFuture<Reply>> first = call.start(1);
        Eventually.until(() -> outcomes() == before + 1);
        List<Reply> found = new ArrayList<>();
        Eventually.until(() -> {
            found.add(call.send());
            return found.get(found.size() - 1).status() == 201;
        });
        Reply replay = call.send().hasStatus(201);
        assertThat(replay.text()).isEqualTo("found");
        assertThat(replay.replayed()).isTrue();
        assertThat(outcomes()).isEqualTo(before + 1);
        app.bean(Outcomes.class).endLate();
        first.get(0).join().hasStatus(200);
        assertThat(call.send().text()).isEqualTo("found");
    }

    @Test
    void keyIsParkedAfterItsLastAttempt() {
        int before = outcomes();
        Http.Call call = http.post("/poisoned").key(key);
        call.send().hasStatus(500);
        call.send().hasStatus(500);
        assertThat(call.send().isProblem(409, "idempotency-parked").text())
                .contains("\"attempts\":2", "\"retryable\":false");
        assertThat(outcomes()).isEqualTo(before + 2);
    }

    @Test
    void eventIsParkedAfterItsLastAttempt() {
        int before = outcomes();
        Http.Call call = http.post("/poison-event?id=" + key);
        call.send().hasStatus(500);
        call.send().hasStatus(500);
        assertThat(call.send().isProblem(409, "event-parked").text()).contains("\"attempts\":2");
        call.send().isProblem(409, "event-parked");
        assertThat(outcomes()).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refused",
                "refused-future",
                "refused-mono",
                "refused-thrown",
                "refused-event",
                "refused-event-mono",
                "refused-event-thrown"
            })
    void refusalOfTheHandlerIsNoAttempt(String shape) {
        for (int status : new int[] {401, 403, 408, 412, 425, 428, 429}) {
            refusing(shape, status).hasStatus(status);
        }
        refusing(shape, 500).hasStatus(500);
        refusing(shape, 429).hasStatus(429);
        refusing(shape, 503).hasStatus(503);
        assertThat(refusing(shape, 429).hasStatus(409).text()).contains("-parked", "\"attempts\":2");
    }

    private Reply refusing(String shape, int status) {
        return http.post("/" + shape + "?id=" + key)
                .key(key)
                .header("X-Answer", "" + status)
                .send();
    }

    @Test
    void eventOfUnknownOutcomeIsHeld() {
        Http.Call call = http.post("/unknown-event?id=" + key);
        call.send().hasStatus(409);
        assertThat(call.send().isProblem(409, "event-outcome-unknown").text()).contains("\"fence\":");
    }
}
