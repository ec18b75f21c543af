package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Timer;
import io.kvkit.store.KvException;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ResendTest {

    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final VirtualTime time = new VirtualTime();
    private final List<CompletableFuture<String>> steps = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private boolean failing;

    @Test
    void stepThatSucceedsIsNotRepeated() {
        CompletableFuture<String> first = carryOut();
        steps.get(0).complete("done");
        time.advance(AT_MOST);
        assertThat(first).isCompletedWithValue("done");
        assertThat(steps).hasSize(1);
        assertThat(ends).isEmpty();
        assertThat(time.pending()).isZero();
    }

    @Test
    void firstFailureIsTheCallersAndALaterAnswerIsHeardOnce() {
        CompletableFuture<String> first = carryOut();
        fail(0);
        assertThat(first).isCompletedExceptionally();
        time.advance(Duration.ofMillis(50));
        fail(1);
        time.advance(Duration.ofMillis(100));
        steps.get(2).complete("done");
        assertThat(ends).containsExactly("done null");
        time.advance(AT_MOST);
        assertThat(ends).hasSize(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void pauseEndsWithTheTimeAndTheLastFailureIsHeard() {
        failing = true;
        carryOut();
        time.advance(AT_MOST.minusMillis(1));
        assertThat(ends).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(steps).hasSizeBetween(20, 40);
        assertThat(ends).containsExactly("null java.lang.IllegalStateException: " + (steps.size() - 1));
        assertThat(time.pending()).isZero();
    }

    @Test
    void stepThatFailsAfterTheTimeIsNotRepeated() {
        carryOut();
        fail(0);
        time.advance(Duration.ofMillis(50));
        time.advance(AT_MOST);
        fail(1);
        assertThat(ends).containsExactly("null java.lang.IllegalStateException: 1");
        assertThat(time.pending()).isZero();
    }

    @Test
    void answerAfterTheTimeToAStepThatWasUnderWayIsHeard() {
        carryOut();
        fail(0);
        time.advance(Duration.ofMillis(50));
        time.advance(AT_MOST);
        assertThat(ends).isEmpty();
        steps.get(1).complete("late");
        assertThat(ends).containsExactly("late null");
    }

    @Test
    void stepOnAClosedStoreIsNotRepeated() {
        carryOut();
        steps.get(0).completeExceptionally(KvException.closed("complete", null));
        assertThat(time.pending()).isZero();
        assertThat(ends).hasSize(1).first().asString().contains("the store is closed");
    }

    @Test
    void repetitionsEndWhenTheStoreIsClosed() {
        carryOut();
        fail(0);
        time.advance(Duration.ofMillis(50));
        steps.get(1).completeExceptionally(KvException.closed("complete", null));
        assertThat(time.pending()).isZero();
        assertThat(steps).hasSize(2);
        assertThat(ends).hasSize(1);
    }

    @Test
    void pauseThatEndsAsTheTimeIsOverIsFollowedByNothing() {
        failing = true;
        // A timer cannot take back a task that has begun, and this one waits for the end of the time to be noted.
        Timer begun = (delay, task) -> {
            time.after(delay, task);
            return () -> {};
        };
        carryOut(begun, Duration.ofMillis(50));
        time.advance(AT_MOST);
        assertThat(steps).hasSize(1);
        assertThat(ends).containsExactly("null java.lang.IllegalStateException: 0");
    }

    private CompletableFuture<String> carryOut() {
        return carryOut(time, AT_MOST);
    }

    private CompletableFuture<String> carryOut(Timer timer, Duration atMost) {
        CompletionStage<String> first =
                Resend.inBackground(timer, atMost, this::step, (reply, failure) -> ends.add(reply + " " + failure));
        return first.toCompletableFuture();
    }

    private CompletionStage<String> step() {
        steps.add(new CompletableFuture<>());
        if (failing) {
            fail(steps.size() - 1);
        }
        return steps.get(steps.size() - 1);
    }

    private void fail(int step) {
        steps.get(step).completeExceptionally(new IllegalStateException(Integer.toString(step)));
    }
}
