package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnceTest {

    private static final ResultFormat NUMBER = new ResultFormat() {
        @Override
        public byte[] encode(Object result) {
            return ByteBuffer.allocate(4).putInt((Integer) result).array();
        }

        @Override
        public Object decode(byte[] bytes) {
            return ByteBuffer.wrap(bytes).getInt();
        }
    };

    private final VirtualTime time = new VirtualTime();
    private final KvStore store = new InMemoryKvStore(time);
    private final CallGuard<OnceCall> guard = guard(store);
    private final StageDriver driver = new StageDriver(Runnable::run);
    private final PlainDriver plain = new PlainDriver(Runnable::run);

    private CallGuard<OnceCall> guard(KvStore on) {
        return new Once(on, time, KvListeners.NONE).guard();
    }

    private Object run(OnceCall call, Callable<?> task) throws Throwable {
        return plain.run(guard, call, args -> task.call());
    }

    private Object stage(OnceCall call, Object result) {
        return driver.run(guard, call, args -> CompletableFuture.completedFuture(result))
                .join();
    }

    @Nested
    class Calls {

        private final OnceCall call = call(Duration.ofSeconds(30), null, NUMBER);

        private static OnceCall call(Duration lease, byte[] fingerprint, ResultFormat format) {
            Key key = Namespace.of("test", "idempotency", "calls", Key.Retention.KEPT)
                    .key("1");
            var settings = OnceSettings.idempotency(lease, Duration.ofHours(1), OnStoreFailure.FAIL);
            return new OnceCall(key, fingerprint, new Duplicates.Replay(format), settings);
        }

        @Test
        void taskRunsOnTheCallersThread() throws Throwable {
            Thread[] ran = new Thread[1];
            Object result = run(call, () -> {
                ran[0] = Thread.currentThread();
                return 7;
            });
            assertThat(result).isEqualTo(7);
            assertThat(ran[0]).isSameAs(Thread.currentThread());
            assertThat(run(call, () -> 8)).isEqualTo(7);
        }

        @Test
        void failureOfTaskArrivesUnchanged() {
            IOException broken = new IOException("broken");
            assertThatThrownBy(() -> run(call, () -> {
                        throw broken;
                    }))
                    .isSameAs(broken);
        }

        @ParameterizedTest
        @MethodSource("thrown")
        void formatThatThrowsChangesNeitherTheResultNorThatItIsDone(Throwable failure) throws Throwable {
            OnceCall unkept = call(Duration.ofSeconds(30), null, new ResultFormat() {
                @Override
                public byte[] encode(Object result) {
                    throw Failures.<RuntimeException>sneaky(failure);
                }

                @Override
                public Object decode(byte[] bytes) {
                    throw Failures.<RuntimeException>sneaky(failure);
                }
            });
            assertThat(run(unkept, () -> 7)).isEqualTo(7);
            assertThat(time.pending()).isZero();
            assertThatThrownBy(() -> run(unkept, () -> 8)).isInstanceOf(IdempotencyResultNotRetainedException.class);
        }

        static Stream<Throwable> thrown() {
            return Stream.of(
                    new IllegalStateException("broken"), new StackOverflowError(), new NoClassDefFoundError("gone"));
        }

        @Test
        void stageOfTaskIsAnsweredThroughTheDriver() {
            assertThat(stage(call, 7)).isEqualTo(7);
            assertThat(stage(call, 8)).isEqualTo(7);
        }

        @Test
        void memoryStoreDecidesWithoutAnyStage() {
            KvStore stageless = new ForwardingKvStore(store) {
                @Override
                public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
                    throw new AssertionError("a stage");
                }
            };
            var deciding = guard(stageless);
            assertThat(deciding.decideNow(call)).isInstanceOf(Decision.Proceed.class);
            assertThat(deciding.decideNow(call))
                    .isInstanceOfSatisfying(
                            Decision.Reject.class,
                            rejected ->
                                    assertThat(rejected.failure()).isInstanceOf(IdempotencyInProgressException.class));
        }

        @Test
        void storeThatNeedsInputOutputDecidesNothingAtOnce() {
            KvStore remote = new ForwardingKvStore(store) {
                @Override
                public Set<Capability> capabilities() {
                    return Set.of(Capability.SHARED);
                }
            };
            assertThat(guard(remote).decideNow(call)).isNull();
        }

        @Test
        void callWithUnusableSettingsIsRefused() {
            assertThatThrownBy(() -> call(Duration.ZERO, null, NUMBER)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> call(Duration.ofSeconds(1), new byte[31], NUMBER))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Events {

        private final OnceCall event = OnceCall.of(
                Namespace.of("test", "dedupe", "events", Key.Retention.KEPT).key("1"),
                new Duplicates.Skip(() -> "duplicate"),
                OnceSettings.dedupe(
                        Duration.ofSeconds(30), Duration.ofDays(7), InProgress.REJECT, OnStoreFailure.FAIL));

        @Test
        void eventIsProcessedOnceOnTheCallersThread() throws Throwable {
            assertThat(run(event, () -> Thread.currentThread().getName()))
                    .isEqualTo(Thread.currentThread().getName());
            assertThat(run(event, () -> "again")).isEqualTo("duplicate");
        }

        @Test
        void eventIsProcessedOnceThroughTheDriver() {
            assertThat(stage(event, "processed")).isEqualTo("processed");
            assertThat(stage(event, "again")).isEqualTo("duplicate");
        }

        @Test
        void eventIsUnknownAgainAfterItsRetention() throws Throwable {
            run(event, () -> "first");
            time.advance(Duration.ofDays(7).plusSeconds(2));
            assertThat(run(event, () -> "late")).isEqualTo("late");
        }
    }
}
