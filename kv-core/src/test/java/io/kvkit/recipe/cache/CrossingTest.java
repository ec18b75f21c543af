package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.StageDriver;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RemoteKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads that need their own key or each other. The time stands unless a test moves it, so a wait in a ring never ends. */
@Timeout(180)
class CrossingTest {

    private static final Namespace KEYS = Namespace.of("test", "cache", "crossing", Key.Retention.EVICTABLE);
    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);

    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger begun = new AtomicInteger();
    private final CompletableFuture<Void> go = new CompletableFuture<>();

    static Stream<Arguments> ways() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE)
                .flatMap(style -> Stream.of(Arguments.of(style, false), Arguments.of(style, true)));
    }

    private KvStore store(boolean remote) {
        InMemoryKvStore memory = new InMemoryKvStore(time);
        return remote ? new RemoteKvStore(memory) : memory;
    }

    private Cache cache(KvStore store) {
        return new Cache(store, time, KvListeners.NONE);
    }

    private static CacheCall call(String id) {
        return CacheCall.of(KEYS.key(id), CacheSettings.of("crossing", 60_000), TEXT);
    }

    /** A call within a load. */
    private static CompletableFuture<@Nullable Object> inner(
            Cache cache, String id, Supplier<CompletionStage<?>> loader) {
        return new StageDriver(task -> new Thread(task, "inner").start())
                .run(cache.guard(), call(id), args -> loader.get());
    }

    private static CompletionStage<?> value(String value) {
        return CompletableFuture.completedFuture(value);
    }

    /** Starts a load that needs the value of another key, as soon as all loads have begun. */
    private CompletableFuture<@Nullable Object> crossing(
            CallStyle style, Cache cache, String id, String needed, int all) {
        return style.start(cache.guard(), call(id), () -> {
            if (begun.incrementAndGet() == all) {
                go.complete(null);
            }
            go.join();
            return inner(cache, needed, () -> value(needed)).thenApply(inner -> id + " of " + inner);
        });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void twoLoadsThatNeedEachOtherEnd(CallStyle style, boolean remote) {
        Cache cache = cache(store(remote));
        var first = CompletableFuture.supplyAsync(() -> crossing(style, cache, "a", "b", 2))
                .thenCompose(call -> call);
        var second = CompletableFuture.supplyAsync(() -> crossing(style, cache, "b", "a", 2))
                .thenCompose(call -> call);
        assertThat((String) first.join()).startsWith("a of b");
        assertThat((String) second.join()).startsWith("b of a");
        assertThat(cache.open()).isZero();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void threeLoadsInARingEnd(CallStyle style, boolean remote) {
        Cache cache = cache(store(remote));
        List<CompletableFuture<@Nullable Object>> calls = Stream.of("ab", "bc", "ca")
                .map(pair -> CompletableFuture.supplyAsync(
                                () -> crossing(style, cache, pair.substring(0, 1), pair.substring(1), 3))
                        .thenCompose(call -> call))
                .toList();
        assertThat(calls).allSatisfy(call -> assertThat((String) call.join()).contains(" of "));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void loadThatNeedsItsOwnKeyThroughAnotherOneEnds(CallStyle style, boolean remote) {
        Cache cache = cache(store(remote));
        var call = style.start(
                cache.guard(), call("a"), () -> inner(cache, "b", () -> inner(cache, "a", () -> value("inner"))));
        assertThat(call.join()).isEqualTo("inner");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void loadsOfTwoProcessesThatNeedEachOtherEndAfterAShortLook(CallStyle style, boolean remote) {
        KvStore store = store(remote);
        var first = CompletableFuture.supplyAsync(() -> crossing(style, cache(store), "a", "b", 2))
                .thenCompose(call -> call);
        var second = CompletableFuture.supplyAsync(() -> crossing(style, cache(store), "b", "a", 2))
                .thenCompose(call -> call);
        // the renewals of two claims, the patience of two calls and two polls
        Eventually.until(() -> time.pending() >= 6);
        time.advance(Duration.ofMillis(1_100));
        assertThat((String) first.join()).startsWith("a of b");
        assertThat((String) second.join()).startsWith("b of a");
    }
}
