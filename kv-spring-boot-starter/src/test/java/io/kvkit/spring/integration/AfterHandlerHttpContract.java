package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails after an {@code @Idempotent} handler has ended well does not let it run again. */
abstract class AfterHandlerHttpContract extends HttpContract {

    AfterHandlerHttpContract(Stack stack, Class<?> failing) {
        super(stack, List.of(Rendered.class, failing));
    }

    private int executed() {
        return app.bean(Rendered.class).executed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing-view", "broken-view", "broken-stream", "missing-file"})
    void answerThatCannotBeMadeDoesNotLetTheHandlerRunAgain(String shape) {
        Http.Call call = http.post("/" + shape).key(key);
        runsOnceAndIsNotRetained(call, call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-acceptable", "not-acceptable-later"})
    void answerThatTheClientDoesNotAcceptDoesNotLetTheHandlerRunAgain(String shape) {
        int before = executed();
        http.post("/" + shape)
                .key(key)
                .header("Accept", "application/pdf")
                .send()
                .hasStatus(406);
        // The handler may still be running. If WebFlux has refused before it began, the repetition runs it.
        Eventually.asserted(() -> {
            Reply reply = http.post("/" + shape).key(key).send();
            if (stack().servlet() || reply.status() != 200) {
                reply.isProblem(409, "idempotency-result-not-retained");
            }
        });
        assertThat(executed()).isEqualTo(before + 1);
    }

    // WebFlux looks for a format before it begins with a Mono.
    @Test
    void answerOfAMonoThatTheClientDoesNotAcceptDoesNotLetItRunAgain() {
        int before = executed();
        Http.Call refused = http.post("/not-acceptable-mono").key(key).header("Accept", "application/pdf");
        refused.send().hasStatus(406);
        assertThat(executed()).isEqualTo(before + (stack().servlet() ? 1 : 0));
        http.post("/not-acceptable-mono").key(key).send().hasStatus(stack().servlet() ? 409 : 200);
        assertThat(executed()).isEqualTo(before + 1);
    }

    @Test
    void ownAnswerThatIsNotAcceptableIsNotKept() {
        int before = executed();
        http.post("/own-406").key(key).send().hasStatus(406);
        assertThat(http.post("/own-406").key(key).send().hasStatus(406).replayed())
                .isFalse();
        assertThat(executed()).isEqualTo(before + 2);
    }

    @Test
    void handlerThatSaysTryAgainRunsAgainEvenIfThatCannotBeWritten() {
        int before = executed();
        assertThat(http.post("/unavailable").key(key).send().status()).isGreaterThanOrEqualTo(500);
        assertThat(http.post("/unavailable").key(key).send().status()).isGreaterThanOrEqualTo(500);
        assertThat(executed()).isEqualTo(before + 2);
    }

    @Test
    void eventThatWasHandledIsADuplicateThoughItsAnswerCouldNotBeWritten() {
        int before = executed();
        http.post("/unwritable-event?id=" + key).send().hasStatus(500);
        Reply second = http.post("/unwritable-event?id=" + key).send().hasStatus(200);
        assertThat(second.text()).contains("duplicate");
        assertThat(executed()).isEqualTo(before + 1);
    }

    @Test
    void problemNamedAStatusThatTheClientOfTheFirstCallHadNotGot() {
        http.post("/not-acceptable")
                .key(key)
                .header("Accept", "application/pdf")
                .send()
                .hasStatus(406);
        Eventually.asserted(
                () -> assertThat(http.post("/not-acceptable").key(key).send().text())
                        .doesNotContain("in-progress", "originalStatus"));
    }

    final void runsOnceAndIsNotRetained(Http.Call first, Http.Call retry) {
        int before = executed();
        assertThat(first.send().status()).isGreaterThanOrEqualTo(400);
        retry.send().isProblem(409, "idempotency-result-not-retained");
        retry.send().isProblem(409, "idempotency-result-not-retained");
        assertThat(executed()).isEqualTo(before + 1);
    }
}
