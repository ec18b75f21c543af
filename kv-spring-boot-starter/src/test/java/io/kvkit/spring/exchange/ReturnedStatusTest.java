package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;

/** What a returned value says of its outcome. */
class ReturnedStatusTest {

    private static Stream<Object> of(HttpStatus status) {
        return Stream.of(
                ResponseEntity.status(status).body("text"),
                ProblemDetail.forStatus(status),
                new ErrorResponseException(status));
    }

    static Stream<Object> temporary() {
        return of(HttpStatus.SERVICE_UNAVAILABLE);
    }

    static Stream<Object> outcomes() {
        return Stream.concat(of(HttpStatus.CONFLICT), Stream.of("text", ResponseEntity.ok("text")));
    }

    @ParameterizedTest
    @MethodSource("temporary")
    void temporaryErrorIsNoOutcome(Object value) {
        StatusNotFinalException refusal = ReturnedStatus.refusal(value);
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(503);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void otherValueIsOne(Object value) {
        assertThat(ReturnedStatus.refusal(value)).isNull();
    }

    @Test
    void nullIsOne() {
        assertThat(ReturnedStatus.refusal(null)).isNull();
    }
}
