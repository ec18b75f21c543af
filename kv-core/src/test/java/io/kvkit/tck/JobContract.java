package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.event.LeaseEvent.Outcome;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What jobs that must not run twice promise, on any store. */
public abstract class JobContract extends LeaseFixture {

    private final Duration atMost = Duration.ofMinutes(10);
    private final AtomicInteger runs = new AtomicInteger();

    private boolean run(Leases leases, Duration atLeast) throws Exception {
        return leases.runIfFree(key, atMost, atLeast, runs::incrementAndGet);
    }

    @Test
    void keyStaysTakenForTheLeastTimeAfterShortTask() throws Exception {
        assertThat(run(mine, Duration.ofMinutes(1))).isTrue();
        pass(Duration.ofSeconds(59));
        assertThat(run(theirs, Duration.ofMinutes(1))).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(run(theirs, Duration.ofMinutes(1))).isTrue();
        assertThat(runs).hasValue(2);
    }

    @Test
    void keyIsFreeAtOnceWithoutLeastTime() throws Exception {
        assertThat(run(mine, Duration.ZERO)).isTrue();
        assertThat(run(theirs, Duration.ZERO)).isTrue();
    }

    @Test
    void keyIsFreeAfterTaskThatTookLongerThanTheLeastTime() {
        CompletableFuture<Object> task = new CompletableFuture<>();
        var first = mine.runIfFreeAsync(key, atMost, Duration.ofMinutes(1), () -> task);
        pass(Duration.ofMinutes(2));
        task.complete("done");
        assertThat(result(first)).isTrue();
        assertThat(tried(theirs)).isPresent();
    }

    @Test
    void taskDoesNotRunWhileItRunsElsewhere() {
        CompletableFuture<Object> task = new CompletableFuture<>();
        var first = mine.runIfFreeAsync(key, atMost, Duration.ZERO, () -> task);
        settle();
        assertThat(result(theirs.runIfFreeAsync(key, atMost, Duration.ZERO, () -> task)))
                .isFalse();
        task.complete("done");
        assertThat(result(first)).isTrue();
    }

    @Test
    void crashFreesTheKeyAfterTheMostTime() throws Exception {
        mine.runIfFreeAsync(key, atMost, Duration.ZERO, CompletableFuture::new);
        pass(atMost.minusSeconds(1));
        assertThat(run(theirs, Duration.ZERO)).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(run(theirs, Duration.ZERO)).isTrue();
    }

    @Test
    void failureOfTaskArrivesUnchangedAndKeepsTheLeastTime() {
        IOException broken = new IOException("broken");
        assertThatThrownBy(() -> mine.runIfFree(key, atMost, Duration.ofMinutes(1), () -> {
                    throw broken;
                }))
                .isSameAs(broken);
        assertThat(tried(theirs)).isEmpty();
        assertThat(failure(theirs.runIfFreeAsync(newKey("lease"), atMost, Duration.ZERO, () -> {
                    throw new IllegalStateException("broken");
                })))
                .hasMessage("broken");
    }

    @Test
    void keyMayStayTakenForTheWholeOfTheMostTime() throws Exception {
        assertThat(run(mine, atMost)).isTrue();
        pass(atMost.minusSeconds(1));
        assertThat(run(theirs, atMost)).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(run(theirs, atMost)).isTrue();
    }

    @Test
    void taskThatOutlivesItsKeyIsReported() {
        CompletableFuture<Object> task = new CompletableFuture<>();
        var first = mine.runIfFreeAsync(key, atMost, Duration.ZERO, () -> task);
        pass(atMost);
        assertThat(outcomes).containsExactly(Outcome.GRANTED, Outcome.LOST);
        task.complete("done");
        assertThat(result(first)).isTrue();
    }

    @Test
    void leastTimeAboveTheMostTimeIsMistake() {
        assertThatThrownBy(() -> run(mine, atMost.plusSeconds(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void storeThatFailsAtTheEndChangesNoResult() throws Exception {
        store.fail("fail", Fault.REQUEST_LOST);
        assertThat(run(mine, Duration.ZERO)).isTrue();
    }
}
