package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Timeouts that follow what a store needs, in virtual time. */
class AdaptiveTimeoutTest extends Shielded {

    @Test
    void adaptiveTimeoutFollowsTheStoreWithinItsBounds() {
        ResilientKvStore store = shield(ResilienceSettings.of(TIMEOUT).withAdaptiveTimeout(AdaptiveTimeout.DEFAULT));
        assertThat(millisOfASilentCall(store)).isEqualTo(DEADLINE.toMillis());
        answerAfter(store, Duration.ofMillis(1), 2 * Deadline.ROUND);
        assertThat(millisOfASilentCall(store)).isEqualTo(50);
        answerAfter(store, Duration.ofMillis(30), 2 * Deadline.ROUND);
        assertThat(millisOfASilentCall(store)).isBetween(90L, 110L);
        answerAfter(store, Duration.ofMillis(89), 2 * Deadline.ROUND);
        assertThat(millisOfASilentCall(store)).isEqualTo(DEADLINE.toMillis());
    }

    @Test
    void adaptiveTimeoutGrowsWhenCallsComeToIt() {
        ResilientKvStore store =
                shield(ResilienceSettings.of(TIMEOUT).withBreaker(null).withAdaptiveTimeout(AdaptiveTimeout.DEFAULT));
        answerAfter(store, Duration.ofMillis(1), 2 * Deadline.ROUND);
        for (int i = 0; i < 2 * Deadline.ROUND; i++) {
            millisOfASilentCall(store);
        }
        assertThat(millisOfASilentCall(store)).isGreaterThan(140);
    }

    @Test
    void partThatIsSlowByNatureNeitherLengthensTheTimeoutsOfOthersNorSuffersFromTheirs() {
        DividedKvStore divided = new DividedKvStore("a", "b");
        KvStore store = shield(divided, ResilienceSettings.of(TIMEOUT).withAdaptiveTimeout(AdaptiveTimeout.DEFAULT));
        for (int i = 0; i < 2 * Deadline.ROUND; i++) {
            answerAfter(store, divided.puppet("a"), key("a1"), Duration.ofMillis(1));
            answerAfter(store, divided.puppet("b"), key("b1"), Duration.ofMillis(30));
        }
        assertThat(millisOfASilentCall(store, divided.puppet("a"), key("a1"))).isEqualTo(50);
        assertThat(millisOfASilentCall(store, divided.puppet("b"), key("b1"))).isBetween(90L, 110L);
    }

    @Test
    void batchOnSeveralPartsIsNotCutShortAsOnlyTheStoreKnowsWhichOfThemIsSilent() {
        DividedKvStore divided = new DividedKvStore("a", "b");
        KvStore store = shield(divided, ResilienceSettings.of(TIMEOUT).withAdaptiveTimeout(AdaptiveTimeout.DEFAULT));
        for (int i = 0; i < 2 * Deadline.ROUND; i++) {
            answerAfter(store, divided.puppet("a"), key("a1"), Duration.ofMillis(1));
            answerAfter(store, divided.puppet("b"), key("b1"), Duration.ofMillis(1));
        }
        divided.puppet("b").beSilent();
        var batch = store.mget(List.of(key("a1"), key("b1"))).toCompletableFuture();
        time.advance(TIMEOUT);
        assertThat(batch).isNotDone();
        time.advance(Deadline.GRACE);
        assertThat(batch).isDone();
    }

    private void answerAfter(KvStore store, Duration delay, int times) {
        for (int i = 0; i < times; i++) {
            answerAfter(store, puppet, KEY, delay);
        }
    }

    private void answerAfter(KvStore store, PuppetKvStore answering, Key key, Duration delay) {
        answering.beSilent();
        var call = store.get(key);
        time.advance(delay);
        answering.answerLate();
        assertThat(call.toCompletableFuture()).isCompleted();
        answering.answer();
    }

    private long millisOfASilentCall(KvStore store) {
        return millisOfASilentCall(store, puppet, KEY);
    }

    private long millisOfASilentCall(KvStore store, PuppetKvStore silent, Key key) {
        silent.beSilent();
        CompletableFuture<?> call = store.get(key).toCompletableFuture();
        long millis = 0;
        while (!call.isDone()) {
            time.advance(Duration.ofMillis(1));
            millis++;
        }
        silent.answerLate();
        return millis;
    }
}
