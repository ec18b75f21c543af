package io.kvkit.spring.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.RemoteKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A {@code Mono} that calls itself with the same key. The time stands, so a call that waits for itself never ends. */
@Timeout(180)
class MonoNestingTest {

    private static final Namespace KEYS = Namespace.of("test", "cache", "nesting", Key.Retention.EVICTABLE);

    static Stream<KvStore> stores() {
        return Stream.of(new InMemoryKvStore(), new RemoteKvStore(new InMemoryKvStore()));
    }

    private record Calls(Cache cache) {

        Calls(KvStore store) {
            this(new Cache(store, new VirtualTime(), KvListeners.NONE));
        }

        Mono<Object> get(String id, Mono<Object> loader) {
            CacheCall call = CacheCall.of(
                    KEYS.key(id),
                    CacheSettings.of("nesting", 60_000),
                    ResultCodec.of(new JacksonCodec(), String.class));
            return Mono.defer(() -> MonoStyle.REACTOR.mono(cache.guard(), call, args -> loader));
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void callOfItselfRuns(KvStore store) {
        try (store) {
            Calls calls = new Calls(store);
            assertThat(ended(calls.get("a", calls.get("a", Mono.just("inner")))))
                    .isEqualTo("inner");
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void callOfItselfThroughAnotherKeyRuns(KvStore store) {
        try (store) {
            Calls calls = new Calls(store);
            Mono<Object> loop = calls.get("a", calls.get("b", calls.get("a", Mono.just("inner"))));
            assertThat(ended(loop)).isEqualTo("inner");
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void callOfItselfOnAnotherThreadRuns(KvStore store) {
        try (store) {
            Calls calls = new Calls(store);
            UnaryOperator<Mono<Object>> elsewhere = call ->
                    Mono.just("begin").publishOn(Schedulers.boundedElastic()).flatMap(begin -> call);
            Mono<Object> loop = calls.get("a", elsewhere.apply(calls.get("a", Mono.just("inner"))));
            assertThat(ended(loop)).isEqualTo("inner");
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void callAfterwardsGetsWhatTheOuterOneStored(KvStore store) {
        try (store) {
            Calls calls = new Calls(store);
            Mono<Object> twice = calls.get(
                            "a", calls.get("a", Mono.just("inner")).map(inner -> "outer"))
                    .then(calls.get("a", Mono.just("later")));
            assertThat(ended(twice)).isEqualTo("outer");
        }
    }

    private static Object ended(Mono<Object> call) {
        return call.block(Duration.ofSeconds(60));
    }
}
