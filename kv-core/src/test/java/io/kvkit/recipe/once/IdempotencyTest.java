package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.call.StageDriver;
import io.kvkit.call.Ticket;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.once.IdempotencyCall.OnStoreFailure;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdempotencyTest {

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
    private final Idempotency idempotency = new Idempotency(store, time);
    private final IdempotencyCall call = call(Duration.ofSeconds(30), null);

    private static IdempotencyCall call(Duration lease, byte[] fingerprint) {
        Key key =
                Namespace.of("test", "idempotency", "calls", Key.Retention.KEPT).key("1");
        return new IdempotencyCall(key, fingerprint, lease, Duration.ofHours(1), NUMBER, OnStoreFailure.FAIL);
    }

    @Test
    void taskRunsOnTheCallersThread() throws Exception {
        Thread[] ran = new Thread[1];
        int result = idempotency.execute(call, () -> {
            ran[0] = Thread.currentThread();
            return 7;
        });
        assertThat(result).isEqualTo(7);
        assertThat(ran[0]).isSameAs(Thread.currentThread());
        int again = idempotency.execute(call, () -> 8);
        assertThat(again).isEqualTo(7);
    }

    @Test
    void failureOfTaskArrivesUnchanged() {
        IOException broken = new IOException("broken");
        assertThatThrownBy(() -> idempotency.execute(call, () -> {
                    throw broken;
                }))
                .isSameAs(broken);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void formatThatThrowsChangesNeitherTheResultNorThatItIsDone(Throwable failure) throws Exception {
        ResultFormat broken = new ResultFormat() {
            @Override
            public byte[] encode(Object result) {
                throw Failures.<RuntimeException>sneaky(failure);
            }

            @Override
            public Object decode(byte[] bytes) {
                throw Failures.<RuntimeException>sneaky(failure);
            }
        };
        IdempotencyCall unkept =
                new IdempotencyCall(call.key(), null, call.lease(), call.retention(), broken, OnStoreFailure.FAIL);
        int result = idempotency.execute(unkept, () -> 7);
        assertThat(result).isEqualTo(7);
        assertThat(time.pending()).isZero();
        assertThatThrownBy(() -> idempotency.execute(unkept, () -> 8))
                .isInstanceOf(IdempotencyResultNotRetainedException.class);
    }

    static Stream<Throwable> thrown() {
        return Stream.of(
                new IllegalStateException("broken"), new StackOverflowError(), new NoClassDefFoundError("gone"));
    }

    @Test
    void stageOfTaskIsAnsweredThroughTheDriver() {
        StageDriver driver = new StageDriver(Runnable::run);
        CompletableFuture<Integer> first =
                idempotency.execute(call, driver, () -> CompletableFuture.completedFuture(7));
        CompletableFuture<Integer> second =
                idempotency.execute(call, driver, () -> CompletableFuture.completedFuture(8));
        assertThat(first.join()).isEqualTo(7);
        assertThat(second.join()).isEqualTo(7);
    }

    @Test
    void memoryStoreDecidesWithoutAnyStage() {
        KvStore stageless = new ForwardingKvStore(store) {
            @Override
            public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
                throw new AssertionError("a stage");
            }
        };
        var guard = new Idempotency(stageless, time).guard();
        assertThat(guard.decideNow(call)).isInstanceOf(Decision.Proceed.class);
        assertThat(guard.decideNow(call))
                .isInstanceOfSatisfying(
                        Decision.Reject.class,
                        rejected -> assertThat(rejected.failure()).isInstanceOf(IdempotencyInProgressException.class));
    }

    @Test
    void storeThatNeedsInputOutputDecidesNothingAtOnce() {
        KvStore remote = new ForwardingKvStore(store) {
            @Override
            public Set<Capability> capabilities() {
                return Set.of(Capability.SHARED);
            }
        };
        assertThat(new Idempotency(remote, time).guard().decideNow(call)).isNull();
    }

    @Test
    void ticketOfAnotherGuardCountsAsProtected() {
        assertThat(Idempotency.isProtected(Ticket.NONE)).isTrue();
    }

    @Test
    void callWithUnusableSettingsIsRefused() {
        assertThatThrownBy(() -> call(Duration.ZERO, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> call(Duration.ofSeconds(1), new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
