package io.kvkit.spring.web.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebExceptionHandler;

class FinalErrorsTest {

    @ResponseStatus(HttpStatus.CONFLICT)
    private static class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class TakenAgainException extends TakenException {
        private static final long serialVersionUID = 1L;
    }

    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    private static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final FinalErrors errors =
            new FinalErrors(new StaticListableBeanFactory().getBeanProvider(WebExceptionHandler.class));

    @Test
    void errorThatTheSameRequestMeetsAgainIsFinal() {
        assertThat(Stream.of(
                        new ResponseStatusException(HttpStatus.NOT_FOUND),
                        new TakenException(),
                        new TakenAgainException()))
                .allMatch(errors::areFinal);
    }

    @Test
    void otherErrorsAreNot() {
        assertThat(Stream.of(
                        new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE),
                        new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS),
                        new BusyException(),
                        new IllegalStateException("broken")))
                .noneMatch(errors::areFinal);
    }
}
