package io.kvkit.spring.idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OutcomeUnknownException;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.ReplayException;
import io.kvkit.spring.exchange.StatusNotFinalException;
import io.kvkit.spring.intercept.HandlerExchange;
import io.kvkit.spring.intercept.ToldGuard;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;

/** A request is executed once: when its response is known, or when its handler ended well and nothing can be known. */
class ReplayGuardTest {

    private static final RecordedResponse CREATED = RecordedResponse.of(201, List.of(), new byte[] {1});

    private final ToldGuard<OnceCall> recipe = new ToldGuard<>(new Proceed(ToldGuard.TICKET));
    private final HandlerExchange exchange = new HandlerExchange();
    private final ReplayGuard guard = new ReplayGuard(recipe, exchange);

    private void begin() {
        assertThat(guard.decideNow(null)).isInstanceOf(Proceed.class);
        assertThat(exchange.hasPending()).isTrue();
    }

    private Object returned(Object value) {
        Decision decision =
                guard.succeeded(ToldGuard.TICKET, value).toCompletableFuture().join();
        return Objects.requireNonNull(((Answer) decision).value());
    }

    private static RecordedResponse response(int status) {
        return RecordedResponse.of(status, List.of(), new byte[0]);
    }

    private void assertNotRetained() {
        assertThat(recipe.told()).singleElement().isInstanceOfSatisfying(RecordedResponse.class, response -> {
            assertThat(response.retained()).isFalse();
            assertThat(response.status()).isZero();
        });
    }

    @Test
    void aFinalResponseIsKept() {
        begin();
        assertThat(returned("done")).isEqualTo("done");
        assertThat(recipe.told()).isEmpty();
        assertThat(exchange.close(CREATED)).isCompleted();
        assertThat(recipe.told()).containsExactly(CREATED);
    }

    @Test
    void aResponseThatIsNotFinalReleasesTheKey() {
        begin();
        returned("done");
        exchange.close(response(503));
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void aFailureOfTheHandlerReleasesTheKey() {
        begin();
        IllegalStateException failure = new IllegalStateException("handler");
        assertThat(guard.failed(ToldGuard.TICKET, failure)).isCompletedWithValue(new Reject(failure));
        exchange.close(response(500));
        assertThat(recipe.told()).containsExactly(failure);
    }

    @Test
    void aFailureAfterTheHandlerEndedWellMustNotRunItAgain() {
        begin();
        returned("done");
        exchange.failed(new IllegalStateException("view"));
        exchange.close(response(500));
        assertNotRetained();
    }

    @Test
    void aClientThatGoesAwayAfterTheHandlerEndedWellMustNotRunItAgain() {
        begin();
        returned("done");
        exchange.abandon(new CancellationException("The client went away"));
        assertNotRetained();
    }

    @Test
    void aCallThatIsLetThroughAfterItsRequestIsNotMade() {
        exchange.over();
        assertThat(guard.decideNow(null))
                .isInstanceOfSatisfying(
                        Reject.class, reject -> assertThat(reject.failure()).isInstanceOf(CancellationException.class));
        assertThat(recipe.told()).containsExactly("abandoned");
    }

    @Test
    void aRequestIsNotOverWhileACallWaitsForItsResponse() {
        begin();
        assertThat(exchange.endIfIdle()).isFalse();
        exchange.close(CREATED);
        assertThat(exchange.endIfIdle()).isTrue();
        assertThat(exchange.attach(guard.completion(ToldGuard.TICKET))).isFalse();
        assertThat(exchange.hasPending()).isFalse();
    }

    @Test
    void aFailureAfterAReturnedErrorReleasesTheKey() {
        begin();
        returned(ResponseEntity.status(503).build());
        IllegalStateException failure = new IllegalStateException("view");
        exchange.failed(failure);
        exchange.close(response(500));
        assertThat(recipe.told()).containsExactly(failure);
    }

    @Test
    void aKeptResponseIsReplayedByAnException() {
        ReplayGuard replays = new ReplayGuard(new ToldGuard<>(new Answer(CREATED)), exchange);
        assertThat(replays.decideNow(null))
                .isInstanceOfSatisfying(
                        Reject.class, reject -> assertThat(reject.failure()).isInstanceOf(ReplayException.class));
        assertThat(exchange.replay()).isEqualTo(CREATED);
        assertThat(exchange.hasPending()).isFalse();
    }

    @Test
    void otherDecisionsStay() {
        for (Decision decision : List.of(new Answer("x"), new Reject(new IllegalStateException()), Proceed.FREELY)) {
            ReplayGuard other = new ReplayGuard(new ToldGuard<>(decision), exchange);
            assertThat(other.decideNow(null)).isSameAs(decision);
            assertThat(other.decide(null)).isCompletedWithValue(decision);
            assertThat(exchange.hasPending()).as("nothing to end").isFalse();
        }
        assertThat(Proceed.FREELY.ticket()).isSameAs(Ticket.NONE);
    }

    @Test
    void aTimeoutWhileTheHandlerRunsHoldsTheKeyUntilItEnds() throws Exception {
        begin();
        Object work = returned((Callable<String>) () -> "later");
        exchange.giveUp();
        CompletionStage<?> abandoned = exchange.abandon(new IllegalStateException("timeout"));
        assertThat(abandoned).as("the client does not wait").isCompleted();
        assertThat(recipe.told()).isEmpty();
        assertThat(((Callable<?>) work).call()).isEqualTo("later");
        assertNotRetained();
    }

    @Test
    void aHandlerThatFailsAfterATimeoutReleasesTheKey() {
        begin();
        Object work = returned((Callable<String>) () -> {
            throw new IllegalStateException("work");
        });
        exchange.giveUp();
        IllegalStateException timeout = new IllegalStateException("timeout");
        exchange.abandon(timeout);
        assertThatIllegalStateException().isThrownBy(() -> ((Callable<?>) work).call());
        assertThat(recipe.told()).containsExactly(timeout);
    }

    @Test
    void aHandlerThatDoesNotKnowItsOutcomeAfterATimeoutSaysSo() {
        begin();
        OutcomeUnknownException unknown = new OutcomeUnknownException("lost");
        Object work = returned((Callable<String>) () -> {
            throw unknown;
        });
        exchange.giveUp();
        exchange.abandon(new IllegalStateException("timeout"));
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> ((Callable<?>) work).call());
        assertThat(recipe.told()).containsExactly(unknown);
    }

    @Test
    void aTimeoutAfterTheHandlerEndedWellMustNotRunItAgain() {
        begin();
        returned("done");
        exchange.giveUp();
        exchange.abandon(new IllegalStateException("timeout"));
        assertNotRetained();
    }

    @Test
    void aHandlerThatNobodySeesAndThatFailsReleasesTheKey() {
        exchange.unseen(false);
        begin();
        assertThat(returned("deferred")).isEqualTo("deferred");
        IllegalStateException failure = new IllegalStateException("deferred");
        exchange.abandon(failure);
        assertThat(recipe.told()).containsExactly(failure);
    }

    @Test
    void aHandlerThatNobodySeesAndThatAskedForAnotherAttemptReleasesTheKey() {
        exchange.unseen(false);
        begin();
        returned("emitter");
        exchange.close(response(503));
        assertThat(recipe.told()).singleElement().isInstanceOf(StatusNotFinalException.class);
    }

    @Test
    void aHandlerThatNobodySeesAndThatIsGivenUpHoldsTheKey() {
        exchange.unseen(false);
        begin();
        returned("emitter");
        exchange.giveUp();
        assertThat(exchange.abandon(new IllegalStateException("timeout"))).isCompleted();
        assertThat(recipe.told()).isEmpty();
    }

    @Test
    void aHandlerThatNobodySeesIsHandledWhenTheExchangeKnowsSo() {
        exchange.unseen(true);
        begin();
        returned("emitter");
        exchange.failed(new IllegalStateException("write"));
        exchange.close(response(500));
        assertNotRetained();
    }
}
