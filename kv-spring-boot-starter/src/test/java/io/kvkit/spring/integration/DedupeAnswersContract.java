package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an event whose sender is told an error, by a value or by an exception. */
abstract class DedupeAnswersContract extends HttpContract {

    private static final int[] NOT_FINAL = {401, 403, 408, 425, 429, 500, 503};
    private static final int[] FINAL = {201, 400, 404, 409, 422};

    DedupeAnswersContract(Stack stack) {
        super(stack, List.of(Answering.class, stack.servlet() ? SendingErrors.class : SettingStatus.class));
    }

    private Stream<String> returning() {
        Stream<String> shapes = Stream.of("entity", "entity-future", "entity-mono", "problem", "set");
        return stack().servlet() ? Stream.concat(shapes, Stream.of("sent")) : shapes;
    }

    Stream<Arguments> notFinal() {
        return returning().flatMap(shape -> IntStream.of(NOT_FINAL).mapToObj(status -> Arguments.of(shape, status)));
    }

    Stream<Arguments> finalOnes() {
        return returning()
                .filter(shape -> !shape.equals("sent"))
                .flatMap(shape -> IntStream.of(FINAL).mapToObj(status -> Arguments.of(shape, status)));
    }

    Stream<Arguments> thrown() {
        return Stream.of("thrown", "thrown-mono", "mapped")
                .flatMap(
                        shape -> IntStream.of(401, 404, 409, 429, 503).mapToObj(status -> Arguments.of(shape, status)));
    }

    private int handled() {
        return app.bean(Answering.class).handled();
    }

    private Reply deliver(String shape, int status) {
        return http.post("/" + shape)
                .json("{\"id\":\"" + key + "\",\"status\":" + status + "}")
                .send();
    }

    @ParameterizedTest
    @MethodSource("notFinal")
    void eventWhoseSenderIsToldToTryAgainIsHandledAgain(String shape, int status) {
        handledAgain(shape, status);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void eventWhoseHandlerThrowsIsHandledAgainWhateverBecomesOfIt(String shape, int status) {
        handledAgain(shape, status);
    }

    private void handledAgain(String shape, int status) {
        int before = handled();
        deliver(shape, status).hasStatus(status);
        assertThat(deliver(shape, status).hasStatus(200).text()).contains("processed");
        assertThat(deliver(shape, status).hasStatus(200).text()).contains("duplicate");
        assertThat(handled()).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @MethodSource("finalOnes")
    void eventWithAFinalAnswerIsHandledOnce(String shape, int status) {
        int before = handled();
        deliver(shape, status).hasStatus(status);
        assertThat(deliver(shape, status).hasStatus(200).text()).contains("duplicate");
        assertThat(handled()).isEqualTo(before + 1);
    }

    @Test
    void answerThatCannotBeWrittenDoesNotUndoWhatTheHandlerDid() {
        int before = handled();
        deliver("unwritable", 200).hasStatus(500);
        assertThat(deliver("unwritable", 200).hasStatus(200).text()).isEmpty();
        assertThat(handled()).isEqualTo(before + 1);
    }
}
