package io.kvkit.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.store.KvException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PlainDriverTest {

    private static final Proceed PROCEED = new Proceed(RecordingGuard.TICKET);

    private final RecordingGuard guard = RecordingGuard.deciding(PROCEED);
    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final PlainDriver driver = new PlainDriver(handedOver::add);

    @Test
    void resultIsToldOnceAndGivenBack() throws Throwable {
        assertThat(driver.run(guard, "call", args -> "one")).isEqualTo("one");
        assertThat(guard.heard).containsExactly("one");
    }

    @Test
    void whatTheGuardAnswersReplacesTheResult() throws Throwable {
        guard.ending.complete(new Answer("the first"));
        assertThat(driver.run(guard, "call", args -> "one")).isEqualTo("the first");
    }

    @Test
    void checkedExceptionArrivesUnchangedAndIsToldOnce() {
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> driver.run(guard, "call", args -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(guard.heard).containsExactly(failure.toString());
    }

    @Test
    void exceptionOfTheBodyThatLooksLikeAWrapperStaysAsItIs() {
        CompletionException failure = new CompletionException(new IOException("disk"));
        assertThatThrownBy(() -> driver.run(guard, "call", args -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void bodyRunsOnTheCallersThreadAlsoWhenTheDecisionComesLate() throws Throwable {
        guard.now = null;
        CompletableFuture.runAsync(() -> guard.later.complete(PROCEED));
        assertThat(driver.run(guard, "call", args -> Thread.currentThread())).isSameAs(Thread.currentThread());
    }

    @Test
    void whatIsUnfinishedIsDecidedOnTheCallersThread() throws Throwable {
        guard.now = null;
        Decision rest = new Unfinished(() -> CompletableFuture.completedFuture(new Answer(Thread.currentThread())));
        Decision more = new Unfinished(() -> CompletableFuture.supplyAsync(() -> rest));
        CompletableFuture.runAsync(() -> guard.later.complete(more));
        assertThat(driver.run(guard, "call", args -> "made")).isSameAs(Thread.currentThread());
    }

    @Test
    void answeredCallIsNotMade() throws Throwable {
        guard.now = new Answer("stored");
        assertThat(driver.run(guard, "call", args -> {
                    throw new AssertionError("made");
                }))
                .isEqualTo("stored");
        assertThat(guard.heard).isEmpty();
    }

    @Test
    void rejectedCallIsNotMade() {
        IllegalStateException refusal = new IllegalStateException("no");
        guard.now = new Reject(refusal);
        assertThatThrownBy(() -> driver.run(guard, "call", args -> "made")).isSameAs(refusal);
        assertThat(guard.heard).isEmpty();
    }

    @Test
    void guardThatNeedNotHearIsNotTold() throws Throwable {
        guard.now = Proceed.FREELY;
        assertThat(driver.run(guard, "call", args -> "one")).isEqualTo("one");
        assertThat(guard.heard).isEmpty();
    }

    @Test
    void failureOfTheDecisionArrivesUnwrapped() {
        guard.now = null;
        IllegalStateException defect = new IllegalStateException("defect");
        guard.later.completeExceptionally(new CompletionException(defect));
        assertThatThrownBy(() -> driver.run(guard, "call", args -> "made")).isSameAs(defect);
    }

    @Test
    void guardThatLetsAFinishedCallThroughIsADefect() {
        guard.ending.complete(PROCEED);
        assertThatThrownBy(() -> driver.run(guard, "call", args -> "one"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must answer or reject");
    }

    @Test
    void callsInsideACallAreNested() throws Throwable {
        Ticket inner = new Ticket() {};
        assertThat(Nesting.current()).isNull();
        driver.run(guard, "outer", args -> {
            assertThat(Nesting.contains(Nesting.current(), RecordingGuard.TICKET))
                    .isTrue();
            assertThat(Nesting.contains(Nesting.current(), inner)).isFalse();
            driver.run(RecordingGuard.deciding(new Proceed(inner)), "inner", own -> {
                assertThat(Nesting.contains(Nesting.current(), inner)).isTrue();
                return assertThat(Nesting.contains(Nesting.current(), RecordingGuard.TICKET))
                        .isTrue();
            });
            return assertThat(Nesting.contains(Nesting.current(), inner)).isFalse();
        });
        assertThat(Nesting.current()).isNull();
    }

    @Test
    void bodyIsCalledWithTheArgumentsThatTheGuardNarrowed() throws Throwable {
        Object[] narrowed = {"missing"};
        for (Ticket ticket : List.of(RecordingGuard.TICKET, Ticket.NONE)) {
            guard.now = new Proceed(ticket, narrowed);
            assertThat(driver.run(guard, "call", args -> args)).isSameAs(narrowed);
        }
        guard.now = Proceed.FREELY;
        assertThat(driver.run(guard, "call", args -> args)).isNull();
    }

    @Test
    void callersSideHearsWhetherTheCallIsMade() throws Throwable {
        NotedBody body = new NotedBody();
        driver.run(guard, "call", body);
        guard.now = new Answer("stored");
        assertThat(driver.run(guard, "call", body)).isEqualTo("stored");
        guard.now = new Reject(new IOException("no"));
        assertThat(driver.run(guard, "call", body)).isEqualTo("instead");
        guard.now = null;
        guard.later.completeExceptionally(new CompletionException(new IOException("defect")));
        assertThat(driver.run(guard, "call", body)).isEqualTo("instead");
        assertThat(body.heard).containsExactly("call", "answered", "refused: no", "refused: defect");
    }

    @Test
    void refusalInsideTheCallIsNotThatOfTheCall() {
        NotedBody body = new NotedBody();
        guard.ending.complete(new Reject(new IOException("lost")));
        assertThatThrownBy(() -> driver.run(guard, "call", body)).hasMessage("lost");
        assertThat(body.heard).containsExactly("call");
    }

    @Test
    void refreshMakesTheCallOnTheExecutorWhenTheAnswerWasGiven() throws Throwable {
        NotedBody body = new NotedBody();
        guard.now = new Answer("old", () -> guard.later);
        guard.later.complete(new Unfinished(() -> CompletableFuture.completedFuture(PROCEED)));
        assertThat(driver.run(guard, "call", body)).isEqualTo("old");
        assertThat(body.heard).containsExactly("answered");
        handedOver.remove().run();
        assertThat(body.heard).containsExactly("answered", "call");
        assertThat(guard.heard).containsExactly("made");
        assertThat(Nesting.current()).isNull();
    }

    @Test
    void refreshThatIsNotLetThroughOrFailsIsOver() throws Throwable {
        NotedBody body = new NotedBody();
        for (Decision decided : List.of(new Answer("new"), new Reject(new IOException("busy")))) {
            guard.now = new Answer("old", () -> CompletableFuture.completedFuture(decided));
            driver.run(guard, "call", body);
            handedOver.remove().run();
        }
        guard.now = new Answer("old", () -> {
            throw new IllegalStateException("defect");
        });
        driver.run(guard, "call", body);
        handedOver.remove().run();
        assertThat(body.heard).containsExactly("answered", "answered", "answered");
    }

    @Test
    void guardHearsOfARefreshThatFails() throws Throwable {
        IOException failure = new IOException("disk");
        guard.now = new Answer("old", () -> CompletableFuture.completedFuture(PROCEED));
        driver.run(guard, "call", args -> {
            throw failure;
        });
        handedOver.remove().run();
        assertThat(guard.heard).containsExactly(failure.toString());
    }

    @Test
    void answerIsGivenAlsoWhenTheExecutorRefusesTheRefresh() throws Throwable {
        PlainDriver crowded = new PlainDriver(task -> {
            throw new RejectedExecutionException("full");
        });
        guard.now = new Answer("old", () -> {
            throw new AssertionError("refreshed");
        });
        assertThat(crowded.run(guard, "call", new NotedBody())).isEqualTo("old");
    }

    @Test
    void refreshFindsWhatTheCallersThreadHeld() throws Throwable {
        List<String> held = new ArrayList<>();
        PlainDriver carrying = new PlainDriver(handedOver::add, task -> {
            String caller = Thread.currentThread().getName();
            return () -> {
                held.add(caller);
                task.run();
            };
        });
        guard.now = new Answer("old", () -> CompletableFuture.completedFuture(PROCEED));
        carrying.run(guard, "call", args -> "made");
        Thread other = new Thread(handedOver.remove());
        other.start();
        other.join();
        assertThat(held).containsExactly(Thread.currentThread().getName());
        assertThat(guard.heard).containsExactly("made");
    }

    @Test
    void ticketThatComesAfterAnInterruptIsGivenBack() throws Throwable {
        guard.now = null;
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> driver.run(guard, "call", args -> {
                    throw new AssertionError("made");
                }))
                .isInstanceOf(KvException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(guard.heard).isEmpty();
        guard.later.complete(PROCEED);
        assertThat(guard.heard).singleElement().asString().contains(CancellationException.class.getSimpleName());
    }

    @Test
    void failedCallIsNotNestedAnyMore() {
        assertThatThrownBy(() -> driver.run(guard, "call", args -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class);
        assertThat(Nesting.current()).isNull();
    }

    @Test
    void wrappersAreTakenOffAndNothingElse() {
        IOException inner = new IOException("disk");
        assertThat(Failures.unwrap(new CompletionException(new ExecutionException(inner))))
                .isSameAs(inner);
        CompletionException bare = new CompletionException("no cause", null);
        assertThat(Failures.unwrap(bare)).isSameAs(bare);
        RuntimeException other = new RuntimeException(inner);
        assertThat(Failures.unwrap(other)).isSameAs(other);
    }

    /** A body that remembers what it heard, and has something to give in a refusal's stead. */
    private static final class NotedBody implements Body<Object> {

        final List<String> heard = new ArrayList<>();

        @Override
        public Object call(Object[] args) {
            heard.add("call");
            return "made";
        }

        @Override
        public void answered() {
            heard.add("answered");
        }

        @Override
        public Object refused(Throwable refusal) {
            heard.add("refused: " + refusal.getMessage());
            return "instead";
        }
    }

    private static Proceed orInstead(CompletableFuture<Decision> instead) {
        return new Proceed(RecordingGuard.TICKET, null, () -> instead);
    }

    @Test
    void callerThatNeedNotWaitGetsWhatComesInsteadAndTheCallGoesOn() throws Throwable {
        var slow = new PlainDriver(handedOver::add);
        var other = RecordingGuard.deciding(orInstead(CompletableFuture.completedFuture(new Answer("stale"))));
        assertThat(slow.run(other, "call", args -> "one")).isEqualTo("stale");
        assertThat(other.heard).isEmpty();
        handedOver.remove().run();
        assertThat(other.heard).containsExactly("one");
    }

    @Test
    void callThatEndsInTimeIsItsCallers() throws Throwable {
        var other = RecordingGuard.deciding(orInstead(new CompletableFuture<>()));
        Thread caller = Thread.currentThread();
        Object thread =
                new PlainDriver(task -> new Thread(task).start()).run(other, "call", args -> Thread.currentThread());
        assertThat(thread).isNotSameAs(caller);
    }

    @Test
    void failureOfACallThatEndsInTimeArrivesUnchanged() {
        var other = RecordingGuard.deciding(orInstead(new CompletableFuture<>()));
        assertThatThrownBy(() -> new PlainDriver(task -> new Thread(task).start()).run(other, "call", args -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void callerMakesACallThatTheExecutorRefuses() throws Throwable {
        var other = RecordingGuard.deciding(orInstead(new CompletableFuture<>()));
        PlainDriver full = new PlainDriver(task -> {
            throw new RejectedExecutionException("full");
        });
        assertThat(full.run(other, "call", args -> Thread.currentThread())).isSameAs(Thread.currentThread());
    }

    @Test
    void callOnTheExecutorDoesNotWaitForAnotherThreadOfIt() throws Throwable {
        var outer = RecordingGuard.deciding(orInstead(new CompletableFuture<>()));
        var inner = RecordingGuard.deciding(orInstead(new CompletableFuture<>()));
        PlainDriver oneThread = new PlainDriver(task -> new Thread(task).start());
        assertThat(oneThread.run(outer, "call", args -> {
                    Thread own = Thread.currentThread();
                    return oneThread.run(inner, "call", more -> Thread.currentThread() == own);
                }))
                .isEqualTo(true);
    }
}
