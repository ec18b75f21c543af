package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.VirtualTime;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads that end because of their own caller, which is no affair of those that wait for them. */
@Timeout(180)
class InterruptedLoadTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        scenario.end();
    }

    static Stream<Arguments> ends() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE)
                .flatMap(style -> Stream.of(
                                new InterruptedException("stopped"),
                                new IllegalStateException(new InterruptedException("stopped")),
                                new ClosedByInterruptException(),
                                new CancellationException("given up"))
                        .map(failure -> Arguments.of(style, failure)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void callThatWaitedForAnInterruptedLoadLoadsItself(CallStyle style, Throwable failure) {
        CompletableFuture<String> load = new CompletableFuture<>();
        CompletableFuture<@Nullable Object> owner = scenario.get(style, scenario.call(), () -> load);
        Eventually.until(() -> scenario.loads.get() == 1);
        int pending = time.pending();
        CompletableFuture<@Nullable Object> waiting = scenario.get(style, "value");
        Eventually.until(() -> time.pending() > pending);
        load.completeExceptionally(failure);
        assertThat(waiting.join()).isEqualTo("value");
        assertThatThrownBy(owner::join).isNotNull();
        assertThat(scenario.loads).hasValue(2);
    }
}
