package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.call.StageDriver;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.RemoteKvStore;
import io.kvkit.tck.VirtualTime;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the code of an application throws after a claim was won: the claim ends, and the caller gets its result. */
@Timeout(180)
class CacheUserCodeTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        store.heal();
        scenario.end();
    }

    static Stream<Arguments> thrown() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE)
                .flatMap(style -> Stream.of(
                                new IllegalStateException("broken"),
                                new StackOverflowError(),
                                new NoClassDefFoundError("gone"),
                                new AssertionError("never"),
                                new OutOfMemoryError("no heap"))
                        .map(failure -> Arguments.of(style, failure)));
    }

    /** A codec that throws on one of its sides. */
    private record Throwing(Throwable failure, boolean encoding) implements Codec {

        @Override
        public byte[] encode(Object value, Type type) {
            return encoding ? thrown() : new JacksonCodec().encode(value, type);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return encoding ? new JacksonCodec().decode(bytes, type) : thrown();
        }

        private <T> T thrown() {
            throw Failures.<RuntimeException>sneaky(failure);
        }
    }

    private CacheCall call(Codec codec) {
        return CacheCall.of(scenario.key, CacheScenario.SETTINGS, ResultCodec.of(codec, String.class));
    }

    private @Nullable Object get(CallStyle style, CacheCall call, String result) {
        return scenario.get(style, call, () -> CompletableFuture.completedFuture(result))
                .join();
    }

    private void assertClaimHasEnded() {
        ClaimRecord record = ClaimRecord.read(Failures.join(store.get(scenario.key)));
        assertThat(record.state()).isNotEqualTo(State.PROCESSING);
        assertThat(time.pending()).isZero();
        assertThat(scenario.cache.open()).isZero();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void codecThatThrowsAtAResult(CallStyle style, Throwable failure) {
        CacheCall call = call(new Throwing(failure, true));
        assertThat(get(style, call, "one")).isEqualTo("one");
        assertClaimHasEnded();
        assertThat(get(style, call, "two")).isEqualTo("two");
        assertThat(scenario.events).contains(Outcome.NOT_ENCODABLE);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void codecThatThrowsAtWhatIsStored(CallStyle style, Throwable failure) {
        scenario.get(style, "one").join();
        assertThat(get(style, call(new Throwing(failure, false)), "two")).isEqualTo("two");
        assertClaimHasEnded();
        assertThat(scenario.events).contains(Outcome.CORRUPT);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void conditionThatThrows(CallStyle style, Throwable failure) {
        CacheCall call = scenario.call(CacheScenario.storing(result -> {
            throw Failures.<RuntimeException>sneaky(failure);
        }));
        assertThat(get(style, call, "one")).isEqualTo("one");
        assertClaimHasEnded();
        assertThat(get(style, call, "two")).isEqualTo("two");
        assertThat(scenario.events).contains(Outcome.PASSED_BY);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void listenerThatThrows(CallStyle style, Throwable failure) {
        Cache observed = new Cache(store, time, KvListeners.of(event -> {
            throw Failures.<RuntimeException>sneaky(failure);
        }));
        assertThat(style.start(observed.guard(), scenario.call(), () -> CompletableFuture.completedFuture("one"))
                        .join())
                .isEqualTo("one");
        assertClaimHasEnded();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void loaderThatThrows(CallStyle style, Throwable failure) {
        assertThatThrownBy(() -> scenario.get(style, scenario.call(), () -> {
                            throw Failures.<RuntimeException>sneaky(failure);
                        })
                        .join())
                .hasCause(failure);
        assertClaimHasEnded();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void codecThatThrowsAtAnUpdate(CallStyle style, Throwable failure) {
        scenario.get(style, "old").join();
        Failures.join(scenario.cache.put(call(new Throwing(failure, true)), "new"));
        assertThat(scenario.get(style, "newer").join()).isEqualTo("newer");
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void executorThatTakesNothing(CallStyle style, Throwable failure) {
        refuse(failure);
        refuse(new RejectedExecutionException("full"));
    }

    private void refuse(Throwable failure) {
        Cache remote = new Cache(new RemoteKvStore(store), time, KvListeners.NONE);
        StageDriver crowded = new StageDriver(task -> {
            throw Failures.<RuntimeException>sneaky(failure);
        });
        assertThatThrownBy(() -> crowded.run(remote.guard(), scenario.call(), args -> {
                            throw new AssertionError("begun");
                        })
                        .join())
                .hasCause(failure);
        assertClaimHasEnded();
        assertThat(remote.open()).isZero();
    }

    @Test
    void callsThatWaitForOneThatNoThreadTakesComputeForThemselves() {
        Cache remote = new Cache(new RemoteKvStore(store), time, KvListeners.NONE);
        CompletableFuture<Runnable> handed = new CompletableFuture<>();
        StageDriver crowded = new StageDriver(task -> {
            handed.join();
            throw new RejectedExecutionException("full");
        });
        var refused = crowded.run(remote.guard(), scenario.call(), args -> CompletableFuture.completedFuture("never"));
        var waiting =
                CallStyle.PLAIN.start(remote.guard(), scenario.call(), () -> CompletableFuture.completedFuture("one"));
        handed.complete(() -> {});
        assertThat(waiting.join()).isEqualTo("one");
        assertThatThrownBy(refused::join).hasCauseInstanceOf(RejectedExecutionException.class);
    }
}
