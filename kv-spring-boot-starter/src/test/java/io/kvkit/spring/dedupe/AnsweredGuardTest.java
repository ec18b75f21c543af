package io.kvkit.spring.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.StatusNotFinalException;
import io.kvkit.spring.intercept.HandlerExchange;
import io.kvkit.spring.intercept.ToldGuard;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;

/** An event on a controller is handled when its sender was told so. */
class AnsweredGuardTest {

    private static final ResponseEntity<Object> UNAVAILABLE =
            ResponseEntity.status(503).build();

    private final ToldGuard<OnceCall> recipe = new ToldGuard<>(new Proceed(ToldGuard.TICKET));
    private final HandlerExchange exchange = new HandlerExchange();
    private final AnsweredGuard guard = new AnsweredGuard(recipe, exchange);

    @BeforeEach
    void begin() {
        assertThat(guard.decideNow(null)).isInstanceOf(Proceed.class);
        assertThat(exchange.hasPending()).isTrue();
    }

    private void returned(Object value) {
        assertThat(guard.succeeded(ToldGuard.TICKET, value)).isCompletedWithValue(new Answer(value));
    }

    private void answered(int status) {
        assertThat(exchange.close(RecordedResponse.of(status, List.of(), new byte[0])))
                .isCompleted();
    }

    @Test
    void aFinalAnswerIsTheEndOfTheEvent() {
        returned("done");
        assertThat(recipe.told()).isEmpty();
        answered(200);
        assertThat(recipe.told()).containsExactly("succeeded");
    }

    @Test
    void anAnswerThatIsNotFinalAsksForAnotherDelivery() {
        returned(UNAVAILABLE);
        answered(503);
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void aRefusalOfTheHandlerIsNoAttempt() {
        returned(ResponseEntity.status(429).build());
        answered(429);
        assertThat(recipe.told()).containsExactly("abandoned");
    }

    @Test
    void aHandlerThatWasNeverCalledDecidesNothing() {
        guard.abandoned(ToldGuard.TICKET, new IllegalStateException("executor"));
        answered(200);
        assertThat(recipe.told()).containsExactly("abandoned");
    }

    @Test
    void aStatusThatIsChangedLaterDecides() {
        returned("done");
        answered(500);
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void aReturnedErrorThatIsAnsweredWithSuccessIsHandled() {
        returned(UNAVAILABLE);
        answered(200);
        assertThat(recipe.told()).containsExactly("succeeded");
    }

    @Test
    void anErrorAfterTheHandlerDoesNotUndoItsWork() {
        returned("done");
        exchange.failed(new IllegalStateException("view"));
        answered(500);
        assertThat(recipe.told()).containsExactly("succeeded");
    }

    @Test
    void anErrorAfterAHandlerThatReturnedAnErrorIsNoSuccess() {
        returned(UNAVAILABLE);
        exchange.abandon(new IllegalStateException("view"));
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void anExceptionOfTheHandlerIsToldOnceAndWithItsFailure() {
        IllegalStateException failure = new IllegalStateException("handler");
        assertThat(guard.failed(ToldGuard.TICKET, failure)).isCompletedWithValue(new Reject(failure));
        answered(200);
        assertThat(recipe.told()).containsExactly(failure);
    }

    @Test
    void aHandlerThatWroteItsAnswerItselfDecidesWhenItReturns() {
        answered(200);
        assertThat(recipe.told()).isEmpty();
        returned("done");
        assertThat(recipe.told()).containsExactly("succeeded");
    }

    @Test
    void aHandlerThatWroteItsAnswerItselfMayStillReturnAnError() {
        answered(200);
        returned(UNAVAILABLE);
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void theAnswerOfATimeoutSaysNothingAboutTheHandler() {
        exchange.giveUp();
        answered(503);
        returned("done");
        assertThat(recipe.told()).containsExactly("succeeded");
    }

    @Test
    void aHandlerThatReturnedAnErrorBeforeATimeoutWasAnsweredAsksForAnotherDelivery() {
        returned(UNAVAILABLE);
        exchange.giveUp();
        answered(200);
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void aHandlerThatEndedWellBeforeATimeoutWasAnsweredIsHandled() {
        returned("done");
        exchange.giveUp();
        answered(503);
        assertThat(recipe.told()).containsExactly("succeeded");
    }
}
