package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a key whose WebFlux handler writes its answer itself. */
abstract class WrittenAnswersContract extends HttpContract {

    WrittenAnswersContract(Stack stack) {
        super(stack, List.of(WritingAnswers.class));
    }

    private int executed() {
        return app.bean(WritingAnswers.class).executed();
    }

    private Reply post(String shape, int status) {
        return http.post("/" + shape + "?status=" + status).key(key).sendAlone();
    }

    @ParameterizedTest
    @CsvSource({
        "written, 503",
        "written, 401",
        "written-later, 503",
        "written-future, 429",
        "flushed, 503",
        "completed, 503",
        "completed, 412"
    })
    void handlerThatWroteTryAgainRunsAgain(String shape, int status) {
        int before = executed();
        post(shape, status).hasStatus(status);
        assertThat(post(shape, status).hasStatus(status).replayed()).isFalse();
        assertThat(executed()).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "event-written, 503, 2",
        "event-written, 404, 1",
        "event-written-later, 401, 2",
        "event-written-future, 412, 2",
        "event-flushed, 503, 2",
        "event-completed, 429, 2",
        "event-completed, 404, 1",
        "event-flushed, 200, 1",
        "event-failing, 200, 2"
    })
    void eventIsJudgedByTheAnswerThatItsHandlerWrote(String shape, int status, int runs) {
        int before = executed();
        post(shape, status).hasStatus(status);
        post(shape, status).hasStatus(runs == 2 ? status : 200);
        assertThat(executed()).isEqualTo(before + runs);
    }

    @Test
    void headersThatWereSetAtTheCommitAreReplayed() {
        Reply first = post("at-commit", 201).hasStatus(201);
        Reply second = post("at-commit", 201).hasStatus(201);
        assertThat(second.replayed()).isTrue();
        assertThat(first.header("X-Late")).isEqualTo("late");
        assertThat(second.header("X-Late")).isEqualTo("late");
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void statusThatWasSetAtTheCommitDecides() {
        int before = executed();
        post("at-commit", 503).hasStatus(503);
        assertThat(post("at-commit", 503).hasStatus(503).replayed()).isFalse();
        assertThat(executed()).isEqualTo(before + 2);
    }

    @Test
    void answerWhoseCommitFailedIsNotReplayedAsASuccess() {
        int before = executed();
        post("failing-commit", 0).hasStatus(500);
        post("failing-commit", 0).isProblem(409, "idempotency-result-not-retained");
        assertThat(executed()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"written, 201", "written-later, 404", "written-future, 200", "completed, 204"})
    void finalAnswerThatAHandlerWroteIsReplayed(String shape, int status) {
        int before = executed();
        Reply first = post(shape, status).hasStatus(status);
        Reply second = post(shape, status).hasStatus(status);
        assertThat(second.replayed()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(executed()).isEqualTo(before + 1);
    }
}
