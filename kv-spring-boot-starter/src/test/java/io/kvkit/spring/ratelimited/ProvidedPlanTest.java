package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of a plan, by virtual time and by answers that the test gives. */
class ProvidedPlanTest {

    private static final long TTL = TimeUnit.MINUTES.toNanos(1);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TTL / 2);
    private final List<CompletableFuture<List<Band>>> questions = new ArrayList<>();
    private final List<CompletableFuture<Void>> limited = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();

    private final ProvidedPlan plan = new ProvidedPlan(times(TTL), () -> {
        CompletableFuture<List<Band>> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    });

    private PlanTimes times(long ttlNanos) {
        return new PlanTimes(ttlNanos, limited::add, nanos::get, failures::add, changes::incrementAndGet);
    }

    /** Asks, and lets the time pass that calls wait. */
    private void askInVain() {
        CompletionStage<Void> asked = plan.refresh();
        limited.get(limited.size() - 1).complete(null);
        assertThat(asked.toCompletableFuture()).isCompleted();
    }

    private static List<Band> bands(long limit) {
        return List.of(Band.of(Algorithm.TOKEN_BUCKET, limit, Duration.ofMinutes(1)));
    }

    private void assertLimit(ProvidedPlan of, long limit) {
        assertThat(of.meter()).isNotNull();
        assertThat(of.meter().bands()).isEqualTo(bands(limit));
    }

    @Test
    void answerIsKeptForItsTime() {
        CompletionStage<Void> asked = plan.refresh();
        assertThat(plan.meter()).isNull();
        questions.get(0).complete(bands(5));
        assertThat(asked.toCompletableFuture()).isCompleted();
        nanos.addAndGet(TTL - 1);
        assertThat(plan.refresh()).isNull();
        assertThat(questions).hasSize(1);
        nanos.addAndGet(1);
        assertThat(plan.refresh()).isNotNull();
        assertLimit(plan, 5);
        questions.get(1).complete(bands(6));
        assertLimit(plan, 6);
    }

    @Test
    void equalAnswerKeepsTheMeter() {
        plan.refresh();
        questions.get(0).complete(bands(5));
        Meter known = plan.meter();
        nanos.addAndGet(TTL);
        plan.refresh();
        questions.get(1).complete(bands(5));
        assertThat(plan.meter()).isSameAs(known);
        nanos.addAndGet(TTL - 1);
        assertThat(plan.refresh()).isNull();
    }

    @Test
    void changeIsToldAndAnEqualAnswerIsNot() {
        List<List<Band>> answers = List.of(bands(4), bands(5), bands(5), bands(6), List.of(), List.of());
        List<Integer> told = new ArrayList<>();
        for (List<Band> answer : answers) {
            plan.refresh();
            questions.get(questions.size() - 1).complete(answer);
            told.add(changes.get());
            nanos.addAndGet(TTL);
        }
        assertThat(told).containsExactly(0, 1, 1, 2, 3, 3);
    }

    @Test
    void callsThatWaitForTheAnswerGoOnWhenTheChangeIsTold() {
        List<String> order = new ArrayList<>();
        ProvidedPlan telling = new ProvidedPlan(
                new PlanTimes(TTL, limited::add, nanos::get, failures::add, () -> order.add("told")), () -> {
                    questions.add(new CompletableFuture<>());
                    return questions.get(questions.size() - 1);
                });
        telling.refresh();
        questions.get(0).complete(bands(5));
        nanos.addAndGet(TTL);
        telling.refresh().toCompletableFuture().thenRun(() -> order.add("goes on"));
        questions.get(1).complete(bands(6));
        assertThat(order).containsExactly("told", "goes on");
    }

    @Test
    void firstAnswerIsToldIfItIsLate() {
        askInVain();
        questions.get(0).complete(bands(5));
        assertThat(changes).hasValue(1);
    }

    @Test
    void callsShareAQuestion() {
        CompletionStage<Void> first = plan.refresh();
        CompletionStage<Void> second = plan.refresh();
        assertThat(questions).hasSize(1);
        questions.get(0).complete(bands(5));
        assertThat(first.toCompletableFuture()).isCompleted();
        assertThat(second.toCompletableFuture()).isCompleted();
    }

    @Test
    void unknownPlanIsAnAnswerToo() {
        plan.refresh();
        questions.get(0).complete(List.of());
        assertThat(plan.meter()).isNull();
        assertThat(plan.refresh()).isNull();
        plan.forget();
        plan.refresh();
        questions.get(1).complete(bands(5));
        plan.forget();
        plan.refresh();
        questions.get(2).complete(null);
        assertThat(plan.meter()).isNull();
        assertThat(failures).isEmpty();
    }

    @Test
    void errorOfAProviderLeavesNoCallWaiting() {
        ProvidedPlan broken = new ProvidedPlan(times(TTL), () -> {
            throw new NoClassDefFoundError("a driver");
        });
        assertThat(broken.refresh()).isNull();
        assertThat(broken.meter()).isNull();
        assertThat(failures).singleElement().isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void failureKeepsTheLastAnswerAndPauses() {
        plan.refresh();
        questions.get(0).complete(bands(5));
        nanos.addAndGet(TTL);
        CompletionStage<Void> asked = plan.refresh();
        questions.get(1).completeExceptionally(new IllegalStateException("down"));
        assertThat(asked.toCompletableFuture()).isCompleted();
        assertLimit(plan, 5);
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
        nanos.addAndGet(PAUSE - 1);
        assertThat(plan.refresh()).isNull();
        nanos.addAndGet(1);
        assertThat(plan.refresh()).isNotNull();
    }

    @Test
    void unusableBandsAreAFailure() {
        plan.refresh();
        questions.get(0).complete(List.of(bands(5).get(0), bands(6).get(0)));
        assertThat(plan.meter()).isNull();
        assertThat(failures).singleElement().isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failureToAskIsAFailure() {
        ProvidedPlan failing = new ProvidedPlan(times(TTL), () -> {
            throw new IllegalStateException("down");
        });
        assertThat(failing.refresh()).isNull();
        assertThat(failing.meter()).isNull();
        assertThat(failures).hasSize(1);
        ProvidedPlan silent = new ProvidedPlan(times(TTL), () -> null);
        assertThat(silent.refresh()).isNull();
        assertThat(silent.meter()).isNull();
        assertThat(failures).hasSize(1);
    }

    @Test
    void answerAtOnceNeedsNoWait() {
        ProvidedPlan ready = new ProvidedPlan(times(0), () -> answered(bands(questions.size() + 1)));
        assertThat(ready.refresh()).isNull();
        assertLimit(ready, 1);
        assertThat(ready.refresh()).isNull();
        assertLimit(ready, 2);
    }

    private @Nullable CompletionStage<? extends @Nullable List<Band>> answered(List<Band> bands) {
        questions.add(new CompletableFuture<>());
        return CompletableFuture.completedFuture(bands);
    }

    @Test
    void lateAnswerIsNotWaitedForAndCountsWhenItComes() {
        askInVain();
        assertThat(plan.meter()).isNull();
        assertThat(failures).singleElement().isInstanceOf(TimeoutException.class);
        assertThat(plan.refresh()).as("in the pause").isNull();
        questions.get(0).complete(bands(5));
        assertLimit(plan, 5);
        nanos.addAndGet(TTL - 1);
        assertThat(plan.refresh()).isNull();
        assertThat(questions).hasSize(1);
    }

    @Test
    void answerToAnEarlierQuestionDoesNotReplaceThatToALaterOne() {
        askInVain();
        nanos.addAndGet(PAUSE);
        CompletionStage<Void> second = plan.refresh();
        questions.get(1).complete(bands(6));
        second.toCompletableFuture().join();
        questions.get(0).complete(bands(5));
        assertLimit(plan, 6);
    }

    @Test
    void failureOfAnEarlierQuestionDoesNotEndALaterOne() {
        askInVain();
        nanos.addAndGet(PAUSE);
        askInVain();
        questions.get(1).complete(bands(6));
        questions.get(0).completeExceptionally(new IllegalStateException("down"));
        assertLimit(plan, 6);
        nanos.addAndGet(TTL - 1);
        assertThat(plan.refresh()).isNull();
    }

    @Test
    void whatIsForgottenIsAskedAgainAndEarlierAnswersDoNotCount() {
        plan.refresh();
        questions.get(0).complete(bands(5));
        nanos.addAndGet(TTL);
        CompletionStage<Void> before = plan.refresh();
        plan.forget();
        CompletionStage<Void> after = plan.refresh();
        assertThat(questions).hasSize(3);
        questions.get(1).complete(bands(6));
        assertThat(before.toCompletableFuture()).isCompleted();
        assertThat(after.toCompletableFuture()).isNotCompleted();
        assertLimit(plan, 5);
        assertThat(plan.refresh()).as("still asked").isNotNull();
        assertThat(questions).hasSize(3);
        questions.get(2).complete(bands(7));
        assertThat(after.toCompletableFuture()).isCompleted();
        assertLimit(plan, 7);
    }
}
