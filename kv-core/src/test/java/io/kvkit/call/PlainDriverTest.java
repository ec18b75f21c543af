package io.kvkit.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.store.KvException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class PlainDriverTest {

    private static final Proceed PROCEED = new Proceed(RecordingGuard.TICKET);

    private final RecordingGuard guard = RecordingGuard.deciding(PROCEED);

    @Test
    void resultIsToldOnceAndGivenBack() throws Throwable {
        assertThat(PlainDriver.run(guard, "call", () -> "one")).isEqualTo("one");
        assertThat(guard.heard).containsExactly("one");
    }

    @Test
    void whatTheGuardAnswersReplacesTheResult() throws Throwable {
        guard.ending.complete(new Answer("the first"));
        assertThat(PlainDriver.run(guard, "call", () -> "one")).isEqualTo("the first");
    }

    @Test
    void checkedExceptionArrivesUnchangedAndIsToldOnce() {
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> PlainDriver.run(guard, "call", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(guard.heard).containsExactly(failure.toString());
    }

    @Test
    void exceptionOfTheBodyThatLooksLikeAWrapperStaysAsItIs() {
        CompletionException failure = new CompletionException(new IOException("disk"));
        assertThatThrownBy(() -> PlainDriver.run(guard, "call", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void bodyRunsOnTheCallersThreadAlsoWhenTheDecisionComesLate() throws Throwable {
        guard.now = null;
        CompletableFuture.runAsync(() -> guard.later.complete(PROCEED));
        assertThat(PlainDriver.run(guard, "call", Thread::currentThread)).isSameAs(Thread.currentThread());
    }

    @Test
    void whatIsUnfinishedIsDecidedOnTheCallersThread() throws Throwable {
        guard.now = null;
        Decision rest = new Unfinished(() -> CompletableFuture.completedFuture(new Answer(Thread.currentThread())));
        Decision more = new Unfinished(() -> CompletableFuture.supplyAsync(() -> rest));
        CompletableFuture.runAsync(() -> guard.later.complete(more));
        assertThat(PlainDriver.run(guard, "call", () -> "made")).isSameAs(Thread.currentThread());
    }

    @Test
    void answeredCallIsNotMade() throws Throwable {
        guard.now = new Answer("stored");
        assertThat(PlainDriver.run(guard, "call", () -> {
                    throw new AssertionError("made");
                }))
                .isEqualTo("stored");
        assertThat(guard.heard).isEmpty();
    }

    @Test
    void rejectedCallIsNotMade() {
        IllegalStateException refusal = new IllegalStateException("no");
        guard.now = new Reject(refusal);
        assertThatThrownBy(() -> PlainDriver.run(guard, "call", () -> "made")).isSameAs(refusal);
        assertThat(guard.heard).isEmpty();
    }

    @Test
    void guardThatNeedNotHearIsNotTold() throws Throwable {
        guard.now = Proceed.FREELY;
        assertThat(PlainDriver.run(guard, "call", () -> "one")).isEqualTo("one");
        assertThat(guard.heard).isEmpty();
    }

    @Test
    void failureOfTheDecisionArrivesUnwrapped() {
        guard.now = null;
        IllegalStateException defect = new IllegalStateException("defect");
        guard.later.completeExceptionally(new CompletionException(defect));
        assertThatThrownBy(() -> PlainDriver.run(guard, "call", () -> "made")).isSameAs(defect);
    }

    @Test
    void guardThatLetsAFinishedCallThroughIsADefect() {
        guard.ending.complete(PROCEED);
        assertThatThrownBy(() -> PlainDriver.run(guard, "call", () -> "one"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must answer or reject");
    }

    @Test
    void callsInsideACallAreNested() throws Throwable {
        Ticket inner = new Ticket() {};
        assertThat(Nesting.current()).isNull();
        PlainDriver.run(guard, "outer", () -> {
            assertThat(Nesting.contains(Nesting.current(), RecordingGuard.TICKET))
                    .isTrue();
            assertThat(Nesting.contains(Nesting.current(), inner)).isFalse();
            PlainDriver.run(RecordingGuard.deciding(new Proceed(inner)), "inner", () -> {
                assertThat(Nesting.contains(Nesting.current(), inner)).isTrue();
                return assertThat(Nesting.contains(Nesting.current(), RecordingGuard.TICKET))
                        .isTrue();
            });
            return assertThat(Nesting.contains(Nesting.current(), inner)).isFalse();
        });
        assertThat(Nesting.current()).isNull();
    }

    @Test
    void ticketThatComesAfterAnInterruptIsGivenBack() throws Throwable {
        guard.now = null;
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> PlainDriver.run(guard, "call", () -> {
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
        assertThatThrownBy(() -> PlainDriver.run(guard, "call", () -> {
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
}
