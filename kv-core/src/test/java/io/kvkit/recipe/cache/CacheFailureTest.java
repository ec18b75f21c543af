package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvException;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls while the store fails or refuses. */
class CacheFailureTest {

    private static final PlainDriver PLAIN = new PlainDriver(Runnable::run);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        store.heal();
        scenario.end();
    }

    @Test
    void methodThatCallsItselfWithTheSameKeyDoesNotWaitForItself() throws Throwable {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        Object result = PLAIN.run(scenario.cache.guard(), scenario.call(), args -> {
            Object inner = PLAIN.run(scenario.cache.guard(), scenario.call(), own -> "inner");
            return inner + " in outer";
        });
        assertThat(result).isEqualTo("inner in outer");
        assertThat(scenario.events).containsExactly(Outcome.STORE_FAILURE, Outcome.BYPASS);
    }

    @Test
    void nothingIsRememberedOfACallThatHasEnded() throws Throwable {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        CacheParts parts = CacheParts.of(store, time, KvListeners.NONE, System::nanoTime);
        Fill fill = new Fill(parts, new Fallback(parts));
        PLAIN.run(new CacheGuard(parts, fill, new StaleValues(parts)), scenario.call(), args -> "one");
        Flight next = new Flight();
        assertThat(parts.turns().enter(scenario.key, next).running()).isSameAs(next);
    }

    @Test
    void failureOfTheStoreIsAddedToTheFailureOfTheMethod() {
        store.failNext(1, "fail", Fault.REQUEST_LOST);
        IllegalStateException failure = new IllegalStateException("no stock");
        assertThatThrownBy(() -> scenario.get(
                                CallStyle.STAGE, scenario.call(), () -> CompletableFuture.failedFuture(failure))
                        .join())
                .hasCause(failure);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(KvException.class);
    }

    @Test
    void keyThatCannotBeReadIsReplacedLikeADamagedOne() {
        store.fail("get", Fault.REFUSED);
        assertThat(scenario.get(CallStyle.STAGE, "one").join()).isEqualTo("one");
        store.heal();
        assertThat(scenario.get(CallStyle.STAGE, "two").join()).isEqualTo("one");
        assertThat(scenario.events).containsExactly(Outcome.CORRUPT, Outcome.MISS, Outcome.HIT);
    }

    @Test
    void methodThatCallsItselfLetsTheNextCallHaveItsTurn() throws Throwable {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        scenario.madeByHand(2);
        PLAIN.run(
                scenario.cache.guard(),
                scenario.call(),
                args -> PLAIN.run(scenario.cache.guard(), scenario.call(), own -> "inner"));
        assertThat(scenario.get(CallStyle.STAGE, "next")).isCompletedWithValue("next");
    }

    @Test
    void callThatTimesOutBeforeItsTurnLeavesItToTheNextOne() {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        CompletableFuture<String> load = new CompletableFuture<>();
        var first = scenario.get(CallStyle.STAGE, scenario.call(), () -> load);
        CacheSettings inTime = CacheScenario.SETTINGS.withTimeouts(0, 500);
        var impatient = scenario.get(CallStyle.STAGE, scenario.call(inTime), () -> load);
        var patient = scenario.get(CallStyle.STAGE, "second");

        time.advance(Duration.ofMillis(500));
        assertThat(impatient).failsWithin(Duration.ofSeconds(20));
        load.complete("first");

        assertThat(first).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("first");
        assertThat(patient).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("second");
        assertThat(scenario.get(CallStyle.STAGE, "third")).isCompletedWithValue("third");
    }

    @Test
    void keyOfATaggedCacheThatCannotBeReadIsReplacedOnce() {
        CacheCall call = scenario.call(CacheScenario.SETTINGS.withTagged(true));
        Failures.join(scenario.cache.invalidateAll(scenario.key.namespace()));
        store.fail("get", Fault.REFUSED);
        assertThat(scenario.get(CallStyle.STAGE, call, () -> CompletableFuture.completedFuture("one")))
                .isCompletedWithValue("one");
        store.heal();
        assertThat(scenario.get(CallStyle.STAGE, call, () -> CompletableFuture.completedFuture("two")))
                .isCompletedWithValue("one");
    }
}
