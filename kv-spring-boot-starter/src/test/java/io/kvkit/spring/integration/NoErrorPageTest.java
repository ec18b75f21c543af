package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;

/** A container that writes errors by itself, without calling the application again. */
@Tag("slow")
class NoErrorPageTest extends HttpContract {

    private int before;

    NoErrorPageTest() {
        super(
                Stack.MVC_ON_MEMORY,
                List.of(Refusing.class),
                "spring.autoconfigure.exclude=" + ErrorMvcAutoConfiguration.class.getName());
    }

    @BeforeEach
    void count() {
        before = executed();
    }

    private int executed() {
        return app.bean(Refusing.class).executed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sent/404", "sent/409", "thrown/404", "annotated/409"})
    void refusalIsReplayed(String shape) {
        Reply first = http.post("/" + shape).key(key).send().hasStatus(statusOf(shape));
        Reply second = http.post("/" + shape).key(key).send().hasStatus(statusOf(shape));
        assertThat(second.replayed()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(executed()).isEqualTo(before + 1);
    }

    @Test
    void refusalOfAStageIsReplayedOnceItIsSureThatTheContainerWroteIt() {
        http.post("/thrown-later/404").key(key).send().hasStatus(404);
        Eventually.asserted(
                () -> assertThat(http.post("/thrown-later/404").key(key).send().replayed())
                        .isTrue());
        http.post("/thrown-later/404").key(key).send().hasStatus(404);
        assertThat(executed()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sent/503", "thrown/503", "thrown-later/500", "annotated/503", "thrown/401"})
    void errorThatIsNoOutcomeFreesTheKey(String shape) {
        http.post("/" + shape).key(key).send().hasStatus(statusOf(shape));
        http.post("/" + shape).key(key).send().hasStatus(statusOf(shape));
        assertThat(executed()).isEqualTo(before + 2);
    }

    private static int statusOf(String shape) {
        return Integer.parseInt(shape.substring(shape.indexOf('/') + 1));
    }
}
