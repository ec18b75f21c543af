package io.kvkit.spring.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.spring.exchange.StatusNotFinalException;
import io.kvkit.spring.intercept.ToldGuard;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;

/** A returned error is a failed call, which its caller gets as it was returned. */
class ReturnedGuardTest {

    private final Proceed proceed = new Proceed(ToldGuard.TICKET);
    private final ToldGuard<String> recipe = new ToldGuard<>(proceed);
    private final ReturnedGuard<String> guard = new ReturnedGuard<>(recipe);

    @Test
    void theRecipeDecides() {
        assertThat(guard.decideNow("call")).isSameAs(proceed);
        assertThat(guard.decide("call")).isCompletedWithValue(proceed);
    }

    @Test
    void whatIsNoErrorIsASuccess() {
        assertThat(guard.succeeded(ToldGuard.TICKET, "done")).isCompletedWithValue(new Answer("done"));
        assertThat(recipe.told()).containsExactly("done");
    }

    @Test
    void aReturnedErrorIsAFailureThatTheCallerGetsAsItWasReturned() {
        ResponseEntity<Object> unavailable = ResponseEntity.status(503).build();
        assertThat(guard.succeeded(ToldGuard.TICKET, unavailable)).isCompletedWithValue(new Answer(unavailable));
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void aReturnedRefusalIsAnAttempt() {
        ResponseEntity<Object> limited = ResponseEntity.status(429).build();
        assertThat(guard.succeeded(ToldGuard.TICKET, limited)).isCompletedWithValue(new Answer(limited));
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void aThrownRefusalIsAnAttempt() {
        ResponseStatusException forbidden = new ResponseStatusException(HttpStatus.FORBIDDEN);
        assertThat(guard.failed(ToldGuard.TICKET, forbidden)).isCompletedWithValue(new Reject(forbidden));
        assertThat(recipe.told()).containsExactly(forbidden);
    }

    @Test
    void aCallThatNeverRanIsNoAttempt() {
        guard.abandoned(ToldGuard.TICKET, new IllegalStateException("executor"));
        assertThat(recipe.told()).containsExactly("abandoned");
    }

    @Test
    void anExceptionIsAFailure() {
        IllegalStateException failure = new IllegalStateException();
        assertThat(guard.failed(ToldGuard.TICKET, failure)).isCompletedWithValue(new Reject(failure));
        assertThat(recipe.told()).containsExactly(failure);
    }
}
