package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the {@code Range} header of one request has to do with the answer to another with the same key. */
abstract class PartialAnswersContract extends HttpContract {

    PartialAnswersContract(Stack stack) {
        super(stack, List.of(PartialAnswers.class));
    }

    private Http.Call post() {
        return http.post("/ranged").key(key);
    }

    @Test
    void rangeThatCannotBeServedIsNotReplayedToARequestWithoutOne() {
        post().header("Range", "bytes=50-60").send().hasStatus(416);
        Reply whole = post().send().hasStatus(200);
        assertThat(whole.replayed()).isFalse();
        assertThat(whole.body()).hasSize(10);
    }

    @Test
    void partIsReplayedOnlyToWhoAsksForOne() {
        int before = app.bean(PartialAnswers.class).executed();
        Reply part = post().header("Range", "bytes=0-4").send().hasStatus(206);
        assertThat(part.body()).hasSize(5);
        post().send().isProblem(409, "idempotency-result-not-retained");
        Reply again = post().header("Range", "bytes=0-4").send().hasStatus(206);
        assertThat(again.replayed()).isTrue();
        assertThat(again.body()).isEqualTo(part.body());
        assertThat(app.bean(PartialAnswers.class).executed()).isEqualTo(before + 1);
    }
}
