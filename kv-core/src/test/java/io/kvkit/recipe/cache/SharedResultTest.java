package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a call gets that waits for the computation of another one. */
class SharedResultTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);
    private final CompletableFuture<Object> load = new CompletableFuture<>();

    @AfterEach
    void nothingIsLeft() {
        scenario.end();
    }

    private CompletableFuture<@Nullable Object> call(Class<?> type) {
        return call(ResultCodec.of(new JacksonCodec(), type));
    }

    private CompletableFuture<@Nullable Object> call(ResultCodec codec) {
        return scenario.get(CallStyle.STAGE, CacheCall.of(scenario.key, CacheScenario.SETTINGS, codec), () -> load);
    }

    @Test
    void everyCallGetsItsOwnCopyBecauseItMayBeMutable() {
        call(List.class);
        var one = call(List.class);
        var other = call(List.class);
        load.complete(new ArrayList<>(List.of("apple")));
        assertThat(one.join()).isEqualTo(List.of("apple")).isNotSameAs(other.join());
        assertThat(other.join()).isEqualTo(List.of("apple"));
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.JOINED, Outcome.JOINED);
    }

    @Test
    void resultThatCannotBeEncodedIsTheSameForAll() {
        call(CacheTest.Loop.class);
        var waiting = call(CacheTest.Loop.class);
        CacheTest.Loop loop = new CacheTest.Loop();
        load.complete(loop);
        assertThat(waiting.join()).isSameAs(loop);
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.NOT_ENCODABLE, Outcome.JOINED);
    }

    @Test
    void sharedResultComesInTheFormThatTheCallDeclares() {
        call(CacheTest.Loop.class);
        var waiting = call(ResultCodec.ofOptional(new JacksonCodec(), CacheTest.Loop.class));
        CacheTest.Loop loop = new CacheTest.Loop();
        load.complete(loop);
        assertThat(waiting.join()).isEqualTo(Optional.of(loop));
    }

    @Test
    void failureCountsAsJoinedToo() {
        call(String.class);
        var waiting = call(String.class);
        load.completeExceptionally(new IllegalStateException("no stock"));
        assertThatThrownBy(waiting::join).hasRootCauseMessage("no stock");
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.LOAD_FAILED, Outcome.JOINED);
    }

    @Test
    void computationIsOpenUntilItsResultIsStored() {
        call(String.class);
        assertThat(scenario.cache.open()).isEqualTo(1);
        load.complete("one");
        assertThat(scenario.cache.open()).isZero();
    }
}
