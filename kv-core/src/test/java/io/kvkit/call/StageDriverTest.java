package io.kvkit.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class StageDriverTest {

    private static final Proceed PROCEED = new Proceed(RecordingGuard.TICKET);

    private final RecordingGuard guard = RecordingGuard.deciding(PROCEED);
    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final StageDriver driver = new StageDriver(handedOver::add);

    private CompletableFuture<Object> run(Body<CompletionStage<?>> body) {
        return driver.run(guard, "call", body);
    }

    private static Body<CompletionStage<?>> returning(Object result) {
        return args -> CompletableFuture.completedFuture(result);
    }

    private static Throwable failure(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        return call.handle((value, failure) -> failure).join();
    }

    @Test
    void resultIsToldOnceAndGivenBack() {
        assertThat(run(returning("one"))).isCompletedWithValue("one");
        assertThat(guard.heard).containsExactly("one");
        assertThat(handedOver).isEmpty();
    }

    @Test
    void failedStageArrivesUnwrappedAndIsToldOnce() {
        IOException cause = new IOException("disk");
        assertThat(failure(run(args -> CompletableFuture.failedFuture(new CompletionException(cause)))))
                .isSameAs(cause);
        assertThat(guard.heard).containsExactly(cause.toString());
    }

    @Test
    void exceptionThatIsThrownAtOnceArrivesInTheFuture() {
        IOException cause = new IOException("disk");
        assertThat(failure(run(args -> {
                    throw cause;
                })))
                .isSameAs(cause);
        assertThat(guard.heard).containsExactly(cause.toString());
    }

    @Test
    void methodThatReturnsNoStageFails() {
        assertThat(failure(run(args -> null))).isInstanceOf(NullPointerException.class);
        assertThat(guard.heard).hasSize(1);
    }

    @Test
    void bodyIsCalledWithTheArgumentsThatTheGuardNarrowed() {
        Object[] narrowed = {"missing"};
        for (Ticket ticket : List.of(RecordingGuard.TICKET, Ticket.NONE)) {
            guard.now = new Proceed(ticket, narrowed);
            assertThat(run(args -> CompletableFuture.completedFuture(args)).join())
                    .isSameAs(narrowed);
        }
    }

    @Test
    void callersSideHearsWhetherTheCallIsMade() {
        NotedBody body = new NotedBody();
        assertThat(run(body)).isCompletedWithValue("made");
        guard.now = new Answer("stored");
        assertThat(run(body)).isCompletedWithValue("stored");
        guard.now = new Reject(new IOException("no"));
        assertThat(run(body)).isCompletedWithValue("instead");
        guard.now = null;
        guard.later.completeExceptionally(new CompletionException(new IOException("defect")));
        assertThat(run(body)).isCompletedWithValue("instead");
        assertThat(body.heard).containsExactly("call", "answered", "refused: no", "refused: defect");
    }

    @Test
    void callersSideHearsThatTheExecutorRefusedTheCall() {
        NotedBody body = new NotedBody();
        StageDriver crowded = new StageDriver(task -> {
            throw new RejectedExecutionException("full");
        });
        guard.now = null;
        CompletableFuture<Object> call = crowded.run(guard, "call", body);
        guard.later.complete(PROCEED);
        assertThat(call).isCompletedWithValue("instead");
        assertThat(body.heard).containsExactly("refused: full");
    }

    @Test
    void callThatWasGivenUpHearsNothing() {
        NotedBody body = new NotedBody();
        guard.now = null;
        CompletableFuture<Object> call = run(body);
        call.cancel(false);
        guard.later.complete(new Answer("stored"));
        handedOver.remove().run();
        assertThat(body.heard).isEmpty();
    }

    @Test
    void refreshMakesTheCallOnTheExecutorWhenTheAnswerWasGiven() {
        NotedBody body = new NotedBody();
        guard.now = new Answer("old", () -> guard.later);
        CompletableFuture<Object> call = run(body);
        assertThat(call).isCompletedWithValue("old");
        handedOver.remove().run();
        assertThat(body.heard).containsExactly("answered");
        guard.later.complete(PROCEED);
        handedOver.remove().run();
        assertThat(body.heard).containsExactly("answered", "call");
        assertThat(guard.heard).containsExactly("made");
        assertThat(call).isCompletedWithValue("old");
    }

    @Test
    void refreshThatIsNotLetThroughIsOver() {
        NotedBody body = new NotedBody();
        for (Decision decided : List.of(new Answer("new"), new Reject(new IOException("busy")))) {
            guard.now = new Answer("old", () -> CompletableFuture.completedFuture(decided));
            assertThat(run(body)).isCompletedWithValue("old");
            handedOver.remove().run();
        }
        assertThat(handedOver).isEmpty();
        assertThat(body.heard).containsExactly("answered", "answered");
    }

    @Test
    void answerIsGivenAlsoWhenTheExecutorRefusesTheRefresh() {
        StageDriver crowded = new StageDriver(task -> {
            throw new RejectedExecutionException("full");
        });
        guard.now = new Answer("old", () -> {
            throw new AssertionError("refreshed");
        });
        assertThat(crowded.run(guard, "call", new NotedBody())).isCompletedWithValue("old");
    }

    @Test
    void whatTheCallersThreadHoldsIsThereWhenTheStoreAnswersOnAnother() throws InterruptedException {
        ThreadLocal<String> context = new ThreadLocal<>();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        StageDriver carrying = new StageDriver(Runnable::run, task -> {
            String held = context.get();
            return () -> {
                context.set(held);
                task.run();
                context.remove();
            };
        });
        guard.now = null;
        guard.endsLater = true;
        context.set("caller's");
        CompletableFuture<?> call = carrying.run(guard, "call", args -> {
                    seen.add("body " + context.get());
                    return CompletableFuture.completedFuture("one");
                })
                .whenComplete((value, failure) -> seen.add("result " + context.get()));
        Thread store = new Thread(() -> guard.later.complete(PROCEED));
        store.start();
        store.join();
        Thread storeAgain = new Thread(() -> guard.ending.complete(new Answer("one")));
        storeAgain.start();
        storeAgain.join();
        assertThat(call).isCompleted();
        assertThat(seen).containsExactly("body caller's", "result caller's");
    }

    @Test
    void answeredCallIsNotMade() {
        guard.now = new Answer("stored");
        assertThat(run(args -> {
                    throw new AssertionError("made");
                }))
                .isCompletedWithValue("stored");
        assertThat(guard.heard).isEmpty();
    }

    @Test
    void rejectedCallIsNotMade() {
        IllegalStateException refusal = new IllegalStateException("no");
        guard.now = new Reject(refusal);
        assertThat(failure(run(returning("made")))).isSameAs(refusal);
    }

    @Test
    void guardThatNeedNotHearIsNotTold() {
        guard.now = Proceed.FREELY;
        assertThat(run(returning("one"))).isCompletedWithValue("one");
        assertThat(failure(run(args -> CompletableFuture.failedFuture(new IOException("disk")))))
                .isInstanceOf(IOException.class);
        assertThat(guard.heard).isEmpty();
    }

    @Test
    void bodyOfALateDecisionRunsOnTheExecutorAndNotOnTheThreadThatDecided() {
        guard.now = null;
        CompletableFuture<Object> call = run(returning("one"));
        guard.later.complete(PROCEED);
        assertThat(call).isNotDone();
        assertThat(guard.heard).isEmpty();
        handedOver.remove().run();
        assertThat(call).isCompletedWithValue("one");
    }

    @Test
    void answerOfALateDecisionIsGivenOnTheExecutorToo() {
        guard.now = null;
        CompletableFuture<Object> call = run(returning("made"));
        guard.later.complete(new Answer("stored"));
        assertThat(call).isNotDone();
        handedOver.remove().run();
        assertThat(call).isCompletedWithValue("stored");
    }

    @Test
    void whatIsUnfinishedIsDecidedOnTheExecutorAndGivenThere() {
        guard.now = null;
        CompletableFuture<Object> call = run(returning("made"));
        CompletableFuture<Decision> rest = new CompletableFuture<>();
        AtomicBoolean asked = new AtomicBoolean();
        guard.later.complete(new Unfinished(() -> {
            asked.set(true);
            return rest;
        }));
        assertThat(asked).isFalse();
        handedOver.remove().run();
        assertThat(asked).isTrue();
        rest.complete(new Answer("stored"));
        assertThat(call).isNotDone();
        handedOver.remove().run();
        assertThat(call).isCompletedWithValue("stored");
    }

    @Test
    void whatIsUnfinishedStaysSoWhenTheCallIsCancelledOrTheExecutorRefuses() {
        guard.now = null;
        Decision unfinished = new Unfinished(() -> {
            throw new AssertionError("asked");
        });
        CompletableFuture<Object> cancelled = run(returning("made"));
        cancelled.cancel(true);
        guard.later.complete(unfinished);
        handedOver.remove().run();

        RejectedExecutionException full = new RejectedExecutionException("full");
        StageDriver crowded = new StageDriver(task -> {
            throw full;
        });
        guard.later = new CompletableFuture<>();
        CompletableFuture<Object> refused = crowded.run(guard, "call", returning("made"));
        guard.later.complete(unfinished);
        assertThat(failure(refused)).isSameAs(full);
    }

    @Test
    void endThatTheStoreAcknowledgesLaterIsGivenOnTheExecutor() {
        guard.endsLater = true;
        CompletableFuture<Object> call = run(returning("one"));
        guard.ending.complete(new Answer("one"));
        assertThat(call).isNotDone();
        handedOver.remove().run();
        assertThat(call).isCompletedWithValue("one");
    }

    @Test
    void failureOfTheDecisionArrivesInTheFuture() {
        guard.now = null;
        IllegalStateException defect = new IllegalStateException("defect");
        guard.later.completeExceptionally(new CompletionException(defect));
        assertThat(failure(run(returning("made")))).isSameAs(defect);
        Body<CompletionStage<?>> body = returning("made");
        CallGuard<String> broken = new BrokenGuard(defect);
        assertThat(failure(driver.run(broken, "call", body))).isSameAs(defect);
    }

    @Test
    void callThatTheExecutorRefusesFailsAndTheGuardIsTold() {
        guard.now = null;
        RejectedExecutionException full = new RejectedExecutionException("full");
        StageDriver crowded = new StageDriver(task -> {
            throw full;
        });
        CompletableFuture<Object> call = crowded.run(guard, "call", returning("made"));
        guard.later.complete(PROCEED);
        assertThat(failure(call)).isSameAs(full);
        assertThat(guard.heard).containsExactly(full.toString());

        guard.later = new CompletableFuture<>();
        CompletableFuture<Object> answered = crowded.run(guard, "call", returning("made"));
        guard.later.complete(new Answer("stored"));
        assertThat(answered).isCompletedWithValue("stored");
    }

    @Test
    void errorOfTheExecutorFailsTheCallAndTheGuardIsTold() {
        guard.now = null;
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        StageDriver crowded = new StageDriver(task -> {
            throw noThread;
        });
        CompletableFuture<Object> call = crowded.run(guard, "call", returning("made"));
        guard.later.complete(PROCEED);
        assertThat(failure(call)).isSameAs(noThread);
        assertThat(guard.heard).containsExactly(noThread.toString());
    }

    @Test
    void callWhoseContextCannotBeCarriedFailsAndTheGuardIsTold() {
        guard.now = null;
        IllegalStateException broken = new IllegalStateException("decorator");
        StageDriver decorated = new StageDriver(handedOver::add, task -> {
            throw broken;
        });
        CompletableFuture<Object> call = decorated.run(guard, "call", returning("made"));
        guard.later.complete(PROCEED);
        assertThat(failure(call)).isSameAs(broken);
        assertThat(guard.heard).containsExactly(broken.toString());
    }

    @Test
    void stageThatTakesNoListenerFailsTheCallAndTheGuardIsTold() {
        UnsupportedOperationException deaf = new UnsupportedOperationException("no listeners");
        CompletableFuture<Object> call = run(args -> new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> listener) {
                throw deaf;
            }
        });
        assertThat(failure(call)).isSameAs(deaf);
        assertThat(guard.heard).containsExactly(deaf.toString());
    }

    @Test
    void cancellingDoesNotCancelTheBodyWhichIsToldWhenItEnds() {
        CompletableFuture<Object> body = new CompletableFuture<>();
        CompletableFuture<Object> call = run(args -> body);
        call.cancel(true);
        assertThat(body).isNotDone();
        assertThat(guard.heard).isEmpty();
        body.complete("one");
        assertThat(guard.heard).containsExactly("one");
        assertThat(call).isCancelled();
    }

    @Test
    void callThatIsCancelledBeforeItBeganIsNotMadeAndTheGuardIsTold() {
        guard.now = null;
        CompletableFuture<Object> call = run(args -> {
            throw new AssertionError("made");
        });
        call.cancel(true);
        guard.later.complete(PROCEED);
        handedOver.remove().run();
        assertThat(guard.heard).singleElement().asString().contains(CancellationException.class.getSimpleName());
    }

    @Test
    void whoHoldsTheFutureCannotChangeWhatTheBodyLeft() {
        CompletableFuture<Object> body = new CompletableFuture<>();
        CompletableFuture<Object> call = run(args -> body);
        call.complete("forged");
        body.complete("one");
        assertThat(body).isCompletedWithValue("one");
        assertThat(guard.heard).containsExactly("one");
    }

    @Test
    void bodyIsNestedWhileItStartsOnly() {
        CompletableFuture<Object> body = new CompletableFuture<>();
        run(args -> {
            assertThat(Nesting.contains(Nesting.current(), RecordingGuard.TICKET))
                    .isTrue();
            return body;
        });
        assertThat(Nesting.current()).isNull();
    }

    @Test
    void guardThatLetsAFinishedCallThroughIsADefect() {
        guard.ending.complete(PROCEED);
        assertThatThrownBy(run(returning("one"))::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must answer or reject");
    }

    private record BrokenGuard(RuntimeException defect) implements CallGuard<String> {

        @Override
        public Decision decideNow(String call) {
            throw defect;
        }

        @Override
        public CompletableFuture<Decision> decide(String call) {
            throw defect;
        }

        @Override
        public CompletableFuture<Decision> succeeded(Ticket ticket, Object value) {
            throw defect;
        }

        @Override
        public CompletableFuture<Decision> failed(Ticket ticket, Throwable failure) {
            throw defect;
        }
    }

    /** A body that remembers what it heard, and has something to give in a refusal's stead. */
    private static final class NotedBody implements Body<CompletionStage<?>> {

        final List<String> heard = new ArrayList<>();

        @Override
        public CompletionStage<?> call(Object[] args) {
            heard.add("call");
            return CompletableFuture.completedFuture("made");
        }

        @Override
        public void answered() {
            heard.add("answered");
        }

        @Override
        public CompletionStage<?> refused(Throwable refusal) {
            heard.add("refused: " + refusal.getMessage());
            return CompletableFuture.completedFuture("instead");
        }
    }
}
