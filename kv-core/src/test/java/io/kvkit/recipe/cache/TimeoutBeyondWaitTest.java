package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hard timeouts that are longer than the maximum wait, after which other calls relieve the load. */
@Timeout(30)
class TimeoutBeyondWaitTest {

    private static final CacheSettings FIFTEEN = CacheScenario.SETTINGS.withTimeouts(0, 15_000);
    private static final CacheSettings THIRTY = CacheScenario.SETTINGS.withTimeouts(0, 30_000);

    private final VirtualTime time = new VirtualTime();
    private final CacheScenario scenario = new CacheScenario(new InMemoryKvStore(time), time);
    private final CompletableFuture<String> hung = new CompletableFuture<>();

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    @AfterEach
    void nothingIsLeft() {
        hung.complete("late");
        scenario.end();
    }

    private CompletableFuture<@Nullable Object> begin(
            CallStyle style, CacheSettings settings, CompletableFuture<String> load) {
        int pending = time.pending();
        var call = scenario.get(style, scenario.call(settings), () -> load);
        Eventually.until(() -> time.pending() >= pending + 2);
        return call;
    }

    private CompletableFuture<@Nullable Object> owner(CallStyle style, CacheSettings settings) {
        var owner = begin(style, settings, hung);
        Eventually.until(() -> scenario.loads.get() == 1);
        return owner;
    }

    private void pass(int seconds, int loads) {
        time.advance(Duration.ofSeconds(seconds));
        Eventually.until(() -> scenario.loads.get() == loads);
    }

    private static void assertTimedOut(CompletableFuture<@Nullable Object> call) {
        assertThatThrownBy(call::join).rootCause().isInstanceOf(CacheLoadTimeoutException.class);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void ownerTimesOutAlthoughACallHasRelievedIt(CallStyle style) {
        var owner = owner(style, FIFTEEN);
        CompletableFuture<String> relief = new CompletableFuture<>();
        var relieving = begin(style, FIFTEEN, relief);
        pass(11, 2);
        relief.complete("relief's");
        assertThat(relieving.join()).isEqualTo("relief's");
        time.advance(Duration.ofSeconds(3));
        assertThat(owner).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertTimedOut(owner);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void reliefTimesOutAlthoughTheOwnerCameBack(CallStyle style) {
        var owner = owner(style, FIFTEEN);
        CompletableFuture<String> relief = new CompletableFuture<>();
        var relieving = begin(style, FIFTEEN, relief);
        pass(11, 2);
        hung.complete("owner's");
        assertThat(owner.join()).isEqualTo("owner's");
        time.advance(Duration.ofSeconds(3));
        assertThat(relieving).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertTimedOut(relieving);
        relief.complete("late");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void callThatNobodyRelievesTimesOut(CallStyle style) {
        owner(style, THIRTY);
        CompletableFuture<String> relief = new CompletableFuture<>();
        CompletableFuture<String> alone = new CompletableFuture<>();
        begin(style, THIRTY, relief);
        var last = begin(style, THIRTY, relief);
        pass(11, 2);
        var later = begin(style, THIRTY, alone);
        pass(10, 4);
        time.advance(Duration.ofSeconds(9));
        Eventually.until(() -> last.isCompletedExceptionally());
        assertTimedOut(last);
        assertThat(scenario.events).contains(Outcome.TIMED_OUT);
        alone.complete("late");
        relief.complete("late");
        later.handle((value, failure) -> null).join();
    }
}
