package io.kvkit.spring.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Body;
import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Ticket;
import io.kvkit.tck.Eventually;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the driver does with decisions, when the store answers at once and later. */
class ReactorDriverTest {

    private static final Ticket TICKET = new Ticket() {};
    private static final Proceed PROCEED = new Proceed(TICKET);

    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final ReactorDriver driver = new ReactorDriver(Schedulers.fromExecutor(handedOver::add));
    private final Guard guard = new Guard();
    private final NotedBody body = new NotedBody();

    private Object mono(Body<Publisher<?>> body) {
        return Mono.defer(() -> driver.mono(guard, "call", body)).block(Eventually.PATIENCE);
    }

    @Test
    void bodyIsCalledWithTheArgumentsThatTheGuardNarrowed() {
        Object[] narrowed = {"missing"};
        for (Ticket ticket : List.of(TICKET, Ticket.NONE)) {
            guard.now = new Proceed(ticket, narrowed);
            assertThat(mono(args -> Mono.just(args))).isSameAs(narrowed);
            assertThat(driver.flux(guard, "call", args -> Flux.fromArray(args))
                            .collectList()
                            .block())
                    .containsExactly("missing");
        }
    }

    @Test
    void callersSideHearsWhetherTheCallIsMade() {
        assertThat(mono(body)).isEqualTo("made");
        guard.now = new Answer("stored");
        assertThat(mono(body)).isEqualTo("stored");
        guard.now = new Reject(new IOException("no"));
        assertThat(mono(body)).isEqualTo("instead");
        guard.now = null;
        guard.later = CompletableFuture.failedFuture(new IOException("defect"));
        assertThat(mono(body)).isEqualTo("instead");
        assertThat(body.heard).containsExactly("call", "answered", "refused: no", "refused: defect");
    }

    @Test
    void failureOfTheBodyIsNoRefusal() {
        IOException failure = new IOException("disk");
        Body<Publisher<?>> failing = new NotedBody() {
            @Override
            public Publisher<?> call(Object[] args) {
                super.call(args);
                return Mono.error(failure);
            }
        };
        assertThatThrownBy(() -> mono(failing)).hasCause(failure);
        assertThat(((NotedBody) failing).heard).containsExactly("call");
    }

    @Test
    void refreshMakesTheCallOnTheSchedulerWhenTheAnswerWasGiven() {
        guard.now = new Answer("old", () -> CompletableFuture.completedFuture(PROCEED));
        assertThat(mono(body)).isEqualTo("old");
        assertThat(body.heard).containsExactly("answered");
        runAll();
        assertThat(body.heard).containsExactly("answered", "call");
        assertThat(guard.heard).containsExactly("made");
    }

    @Test
    void refreshKnowsTheContextOfItsSubscriber() {
        guard.now = new Answer("old", () -> CompletableFuture.completedFuture(PROCEED));
        Mono.defer(() -> driver.mono(
                        guard, "call", args -> Mono.deferContextual(context -> Mono.just(context.get("tenant")))))
                .contextWrite(context -> context.put("tenant", "acme"))
                .block(Eventually.PATIENCE);
        runAll();
        assertThat(guard.heard).containsExactly("acme");
    }

    @Test
    void refreshThatIsNotLetThroughOrFailsIsOver() {
        for (Decision decided : List.of(new Answer("new"), new Reject(new IOException("busy")))) {
            guard.now = new Answer("old", () -> CompletableFuture.completedFuture(decided));
            assertThat(mono(body)).isEqualTo("old");
            runAll();
        }
        guard.now = new Answer("old", () -> {
            throw new IllegalStateException("defect");
        });
        assertThat(mono(body)).isEqualTo("old");
        runAll();
        assertThat(body.heard).containsExactly("answered", "answered", "answered");
    }

    private void runAll() {
        for (Runnable next = handedOver.poll(); next != null; next = handedOver.poll()) {
            next.run();
        }
    }

    private static final class Guard implements CallGuard<String> {

        final List<Object> heard = new ArrayList<>();
        Decision now = PROCEED;
        CompletableFuture<Decision> later = new CompletableFuture<>();

        @Override
        public Decision decideNow(String call) {
            return now;
        }

        @Override
        public CompletionStage<Decision> decide(String call) {
            return later;
        }

        @Override
        public CompletionStage<Decision> succeeded(Ticket ticket, Object value) {
            heard.add(value);
            return CompletableFuture.completedFuture(new Answer(value));
        }

        @Override
        public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
            heard.add(failure);
            return CompletableFuture.completedFuture(new Reject(failure));
        }
    }

    /** A body that remembers what it heard, and has something to give in a refusal's stead. */
    private static class NotedBody implements Body<Publisher<?>> {

        final List<String> heard = new ArrayList<>();

        @Override
        public Publisher<?> call(Object[] args) {
            heard.add("call");
            return Mono.just("made");
        }

        @Override
        public void answered() {
            heard.add("answered");
        }

        @Override
        public Publisher<?> refused(Throwable refusal) {
            heard.add("refused: " + refusal.getMessage());
            return Mono.just("instead");
        }
    }
}
