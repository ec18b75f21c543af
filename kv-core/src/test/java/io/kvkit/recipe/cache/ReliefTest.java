package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that compute because the owner of their key hangs: what they bring is for those that wait then, for nobody else. */
@Timeout(180)
class ReliefTest {

    private static final PlainDriver PLAIN = new PlainDriver(Runnable::run);

    private static final Duration TOO_LONG = Duration.ofSeconds(11);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        store.heal();
        scenario.end();
    }

    private final CompletableFuture<String> hung = new CompletableFuture<>();

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    private CompletableFuture<@Nullable Object> owner(CallStyle style) {
        var owner = scenario.get(style, scenario.call(), () -> hung);
        Eventually.until(() -> scenario.loads.get() == 1);
        return owner;
    }

    private CompletableFuture<@Nullable Object> waiting(CallStyle style, CompletableFuture<String> load) {
        int pending = time.pending();
        var call = scenario.get(style, scenario.call(), () -> load);
        Eventually.until(() -> time.pending() > pending);
        return call;
    }

    private void losePatience(int loads) {
        time.advance(TOO_LONG);
        Eventually.until(() -> scenario.loads.get() == loads);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void failureOfAReliefReachesThoseThatWaitAndNoLaterCall(CallStyle style) {
        owner(style);
        CompletableFuture<String> relief = new CompletableFuture<>();
        var first = waiting(style, relief);
        var second = waiting(style, relief);
        losePatience(2);
        relief.completeExceptionally(new IllegalStateException("no stock"));
        assertThatThrownBy(first::join).hasRootCauseMessage("no stock");
        assertThatThrownBy(second::join).hasRootCauseMessage("no stock");
        for (int i = 0; i < 11; i++) {
            assertThat(scenario.get(style, "later " + i).join()).isEqualTo("later " + i);
            time.advance(Duration.ofMillis(500));
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultOfAReliefIsNotTheAnswerOfALaterCall(CallStyle style) {
        owner(style);
        CompletableFuture<String> relief = new CompletableFuture<>();
        var first = waiting(style, relief);
        losePatience(2);
        var joining = waiting(style, new CompletableFuture<>());
        relief.complete("old");
        assertThat(first.join()).isEqualTo("old");
        assertThat(joining.join()).isEqualTo("old");
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.BYPASS, Outcome.JOINED);
        time.advance(Duration.ofMinutes(30));
        assertThat(scenario.get(style, "new").join()).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void oneCallAtATimeComputesWhileTheOwnerHangs(CallStyle style) {
        owner(style);
        CompletableFuture<String> relief = new CompletableFuture<>();
        var first = waiting(style, relief);
        losePatience(2);
        relief.complete("first");
        first.join();
        CompletableFuture<String> next = new CompletableFuture<>();
        var second = scenario.get(style, scenario.call(), () -> next);
        Eventually.until(() -> scenario.loads.get() == 3);
        var third = waiting(style, next);
        next.complete("second");
        assertThat(second.join()).isEqualTo("second");
        assertThat(third.join()).isEqualTo("second");
        assertThat(scenario.loads).hasValue(3);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void ownerThatComesBackEndsTheWaitForItsRelief(CallStyle style) {
        var owner = owner(style);
        CompletableFuture<String> relief = new CompletableFuture<>();
        var first = waiting(style, relief);
        losePatience(2);
        var second = waiting(style, new CompletableFuture<>());
        hung.complete("owner's");
        assertThat(owner.join()).isEqualTo("owner's");
        assertThat(second.join()).isEqualTo("owner's");
        relief.complete("relief's");
        assertThat(first.join()).isEqualTo("relief's");
        assertThat(scenario.get(style, "new").join()).isEqualTo("owner's");
    }

    @Test
    void reliefThatWasCancelledIsFollowedByAnotherWithoutASpin() {
        owner(CallStyle.STAGE);
        scenario.madeByHand(1);
        var cancelled = new StageDriver(Runnable::run).run(scenario.cache.guard(), scenario.call(), args -> {
            throw new AssertionError("begun");
        });
        var second = waiting(CallStyle.STAGE, new CompletableFuture<>());
        cancelled.cancel(true);
        int before = store.count("get");
        losePatience(2);
        assertThat(store.count("get") - before).isLessThan(20);
        assertThat(second).isNotDone();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void reliefWhoseLoadIsCancelledIsFollowedByAnotherWithoutASpin(CallStyle style) {
        owner(style);
        CompletableFuture<String> relief = new CompletableFuture<>();
        CompletableFuture<String> next = new CompletableFuture<>();
        waiting(style, relief);
        losePatience(2);
        var second = waiting(style, next);
        int before = store.count("get");
        relief.completeExceptionally(new CancellationException("given up"));
        Eventually.until(() -> scenario.loads.get() == 3);
        next.complete("next");
        assertThat(second.join()).isEqualTo("next");
        assertThat(store.count("get") - before).isLessThan(20);
    }

    @Test
    void reliefThatCallsItselfWithTheSameKeyDoesNotWaitForItself() throws Throwable {
        owner(CallStyle.STAGE);
        CompletableFuture<String> relief = new CompletableFuture<>();
        waiting(CallStyle.STAGE, relief);
        losePatience(2);
        relief.complete("first");
        scenario.madeByHand(2);
        Object result = PLAIN.run(
                scenario.cache.guard(),
                scenario.call(),
                args -> PLAIN.run(scenario.cache.guard(), scenario.call(), own -> "inner") + " in outer");
        assertThat(result).isEqualTo("inner in outer");
    }

    @Test
    void invalidationEndsTheReliefsOfAnOwnerThatHangs() {
        owner(CallStyle.STAGE);
        waiting(CallStyle.STAGE, CompletableFuture.completedFuture("relief's"));
        losePatience(2);
        Failures.join(scenario.cache.invalidate(scenario.key));
        assertThat(scenario.get(CallStyle.STAGE, "new").join()).isEqualTo("new");
        assertThat(scenario.get(CallStyle.STAGE, "newer").join()).isEqualTo("new");
    }
}
