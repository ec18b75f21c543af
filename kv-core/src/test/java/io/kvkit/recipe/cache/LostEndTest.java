package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends of computations that the store missed. */
@Timeout(180)
class LostEndTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        store.heal();
        scenario.end();
    }

    private ClaimRecord record() {
        return ClaimRecord.read(Failures.join(store.get(scenario.key)));
    }

    @ParameterizedTest
    @EnumSource
    void resultThatTheStoreMissedIsStoredSoonAfterwards(Fault fault) {
        store.failNext(2, "complete", fault);
        assertThat(scenario.get(CallStyle.STAGE, "one").join()).isEqualTo("one");
        time.advance(Duration.ofSeconds(1));
        assertThat(scenario.get(CallStyle.STAGE, "two").join()).isEqualTo("one");
        assertThat(scenario.cache.open()).isZero();
        assertThat(time.pending()).isZero();
    }

    @Test
    void callAfterAShortCutWaitsForTheResultAndNotForTheLease() {
        store.failNext(1, "complete", Fault.REQUEST_LOST);
        scenario.get(CallStyle.STAGE, "one").join();
        var next = scenario.get(CallStyle.STAGE, "two");
        assertThat(next).isNotDone();
        time.advance(Duration.ofMillis(200));
        assertThat(next.join()).isEqualTo("one");
    }

    @Test
    void resultThatIsStoredLateDoesNotLiveLongerForThat() {
        store.fail("complete", Fault.REQUEST_LOST);
        scenario.get(CallStyle.STAGE, "one").join();
        time.advance(Duration.ofSeconds(8));
        store.heal();
        time.advance(Duration.ofSeconds(2));
        assertThat(record().state()).isEqualTo(State.DONE);
        time.advance(Duration.ofSeconds(50));
        assertThat(scenario.get(CallStyle.STAGE, "two").join()).isEqualTo("two");
    }

    @Test
    void resultThatIsStoredLateGivesWayToAnInvalidation() {
        store.failNext(1, "complete", Fault.REQUEST_LOST);
        scenario.get(CallStyle.STAGE, "old").join();
        Failures.join(scenario.cache.invalidate(scenario.key));
        time.advance(Duration.ofSeconds(1));
        assertThat(scenario.get(CallStyle.STAGE, "new").join()).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    void releaseThatTheStoreMissedIsRepeated(Fault fault) {
        store.failNext(2, "fail", fault);
        var failed = scenario.get(
                CallStyle.STAGE,
                scenario.call(),
                () -> CompletableFuture.failedFuture(new IllegalStateException("no stock")));
        assertThat(failed).isCompletedExceptionally();
        time.advance(Duration.ofSeconds(1));
        assertThat(scenario.get(CallStyle.STAGE, "two").join()).isEqualTo("two");
    }

    @Test
    void resultThatTheStoreRefusesFreesItsKeyAtOnce() {
        store.fail("complete", Fault.REFUSED);
        scenario.get(CallStyle.STAGE, "one").join();
        store.heal();
        assertThat(scenario.get(CallStyle.STAGE, "two").join()).isEqualTo("two");
    }
}
