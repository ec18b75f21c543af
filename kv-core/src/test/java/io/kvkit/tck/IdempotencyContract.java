package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.Claims;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.IdempotencyKeyReusedException;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.ResultFormat;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.Ttl;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What idempotency promises while the store works, on any store and in any style of calling. */
public abstract class IdempotencyContract extends IdempotencyFixture {

    private static final int RACED_KEYS = Integer.getInteger("kvkit.once.keys", 200);

    @Nested
    class Replay {

        @Test
        void resultOfFirstCallIsAnswerOfLaterCalls() {
            assertThat(runOnce("first")).isEqualTo("first");
            Handler second = Handler.returning("second");
            assertThat(run(guard, call(), second)).isEqualTo("first");
            assertThat(second.runs()).isZero();
            assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.REPLAYED);
        }

        @Test
        void nullIsResultLikeAnyOther() {
            run(guard, call(), Handler.returning(null));
            Handler second = Handler.returning("second");
            assertThat(run(guard, call(), second)).isNull();
            assertThat(second.runs()).isZero();
        }

        @Test
        void emptyResultIsNotNull() {
            runOnce("");
            assertThat(runOnce("second")).isEqualTo("");
        }

        @Test
        void resultThatCannotBeEncodedReachesItsCallerAndIsNeverComputedAgain() {
            assertThat(run(guard, call(), Handler.returning(42))).isEqualTo(42);
            Handler second = Handler.returning("second");
            assertThat(failure(guard, call(), second)).isInstanceOf(IdempotencyResultNotRetainedException.class);
            assertThat(second.runs()).isZero();
        }

        @Test
        void recordThatVanishedWhileTheCallRanIsWrittenAgain() {
            Handler handler = Handler.open();
            var first = start(guard, about(1), handler);
            handler.awaitBegin();
            result(store.delete(key).toCompletableFuture());
            handler.finish("first");
            assertThat(result(first)).isEqualTo("first");
            assertThat(run(guard, about(1), Handler.returning("second"))).isEqualTo("first");
            assertThat(failure(guard, about(2), Handler.returning("third")))
                    .isInstanceOf(IdempotencyKeyReusedException.class);
        }

        @Test
        void unreadableResultIsPermanentErrorAndNotSecondRun() {
            for (byte[] payload : new byte[][] {{}, {9, 1, 2}, {0, 1}, {1}}) {
                result(new Claims(store, time)
                        .put(key, payload, 60_000, 60_000, 0)
                        .toCompletableFuture());
                ResultFormat strict = new Picky();
                var proceeding = OnceSettings.idempotency(LEASE, RETENTION, OnStoreFailure.PROCEED);
                var call = OnceCall.of(key, new Duplicates.Replay(strict), proceeding);
                Handler handler = Handler.returning("second");
                assertThat(failure(guard, call, handler))
                        .isInstanceOfSatisfying(
                                KvException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT));
                assertThat(handler.runs()).isZero();
            }
        }

        @Test
        void nullThatTheMethodCannotReturnAnyMoreIsPermanentErrorAndNotSecondRun() {
            assertThat(run(guard, call(), Handler.returning(null))).isNull();
            var call = OnceCall.of(key, new Duplicates.Replay(new Picky()), OnceSettings.IDEMPOTENCY);
            Handler handler = Handler.returning("second");
            assertThat(failure(guard, call, handler)).isInstanceOf(KvException.class);
            assertThat(handler.runs()).isZero();
        }

        @Test
        void foreignRecordIsPermanentErrorAlsoForCallsThatProceedWithoutStore() {
            result(store.set(key, "somebody else's".getBytes(StandardCharsets.UTF_8), Ttl.ofMillis(60_000))
                    .toCompletableFuture());
            Handler handler = Handler.returning("x");
            assertThat(failure(guard, call(null, OnStoreFailure.PROCEED), handler))
                    .isInstanceOfSatisfying(
                            KvException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT));
            assertThat(handler.runs()).isZero();
        }
    }

    @Nested
    class Refusal {

        @Test
        void keyThatWasUsedForAnotherCallIsRefused() {
            run(guard, about(1), Handler.returning("first"));
            Handler second = Handler.returning("second");
            assertThat(failure(guard, about(2), second)).isInstanceOf(IdempotencyKeyReusedException.class);
            assertThat(second.runs()).isZero();
            assertThat(run(guard, about(1), second)).isEqualTo("first");
        }

        @Test
        void keyOfRunningCallIsRefusedForAnotherCallAsReused() {
            Handler handler = Handler.open();
            var first = start(guard, about(1), handler);
            handler.awaitBegin();
            assertThat(failure(guard, about(2), Handler.returning("second")))
                    .isInstanceOf(IdempotencyKeyReusedException.class);
            handler.finish("first");
            result(first);
        }

        @Test
        void secondCallIsRefusedWhileFirstRuns() {
            Handler handler = Handler.open();
            var first = start(guard, call(), handler);
            handler.awaitBegin();
            assertThat(failure(guard, call(), Handler.returning("second")))
                    .isInstanceOfSatisfying(IdempotencyInProgressException.class, e -> {
                        assertThat(e.code()).isEqualTo("idempotency-in-progress");
                        assertThat(e.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(5));
                    });
            handler.finish("first");
            assertThat(result(first)).isEqualTo("first");
            assertThat(runOnce("third")).isEqualTo("first");
        }
    }

    @Nested
    class Failure {

        @Test
        void failureFreesTheKeyAndArrivesUnchanged() {
            IOException broken = new IOException("broken");
            assertThat(failure(guard, call(), Handler.failing(broken))).isSameAs(broken);
            assertThat(broken.getSuppressed()).isEmpty();
            assertThat(runOnce("second")).isEqualTo("second");
            assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.RELEASED, Outcome.CLAIMED, Outcome.COMPLETED);
        }

        @Test
        void failingReleaseIsSuppressedInTheFailureAndRepeated() {
            store.failNext(1, "fail", Fault.REQUEST_LOST);
            IOException broken = new IOException("broken");
            assertThat(failure(guard, call(), Handler.failing(broken))).isSameAs(broken);
            assertThat(broken.getSuppressed())
                    .hasOnlyElementsOfType(KvException.class)
                    .hasSize(1);
            pass(Duration.ofSeconds(1));
            assertThat(runOnce("second")).isEqualTo("second");
        }

        @Test
        void keyThatCannotBeReleasedIsFreeWhenItsLeaseEnds() {
            store.fail("fail", Fault.REQUEST_LOST);
            failure(guard, call(), Handler.failing(new IOException("broken")));
            pass(LEASE.minusSeconds(1));
            assertThat(failure(guard, call(), Handler.returning("early")))
                    .isInstanceOf(IdempotencyInProgressException.class);
            pass(Duration.ofSeconds(1));
            assertThat(runOnce("second")).isEqualTo("second");
            assertThat(outcomes).endsWith(Outcome.TAKEOVER, Outcome.COMPLETED);
        }
    }

    @Nested
    class Concurrency {

        @Test
        void sixteenCallsAtOnceRunOnce() throws Exception {
            Handler handler = Handler.open();
            CountDownLatch refused = new CountDownLatch(15);
            List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                var one = start(guard, call(), handler);
                one.whenComplete((value, failure) -> refused.countDown());
                calls.add(one);
            }
            assertThat(refused.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            var running = calls.stream().filter(call -> !call.isDone()).toList();
            assertThat(running).hasSize(1);
            handler.finish("first");
            assertThat(result(running.get(0))).isEqualTo("first");
            assertThat(handler.runs()).isOne();
        }

        @Test
        void sixtyFourThreadsRunEachOfManyKeysExactlyOnce() throws Exception {
            List<Key> keys = IntStream.range(0, RACED_KEYS)
                    .mapToObj(i -> newKey("idempotency"))
                    .toList();
            List<Handler> handlers =
                    keys.stream().map(of -> Handler.returning(of.text())).toList();
            List<Throwable> surprises = new CopyOnWriteArrayList<>();
            CountDownLatch together = new CountDownLatch(1);
            List<Thread> threads = IntStream.range(0, 64)
                    .mapToObj(i -> new Thread(() -> callAll(together, keys, handlers, surprises)))
                    .toList();
            threads.forEach(Thread::start);
            together.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(surprises).isEmpty();
            assertThat(handlers).allMatch(handler -> handler.runs() == 1);
        }

        private void callAll(
                CountDownLatch together, List<Key> keys, List<Handler> handlers, List<Throwable> surprises) {
            for (int i = 0; i < keys.size(); i++) {
                try {
                    together.await();
                    var call = OnceCall.of(keys.get(i), call().duplicates(), call().settings());
                    assertThat(run(guard, call, handlers.get(i)))
                            .isEqualTo(keys.get(i).text());
                } catch (IdempotencyInProgressException e) {
                    continue;
                } catch (Throwable e) {
                    surprises.add(e);
                }
            }
        }
    }

    private static final class Picky implements ResultFormat {

        @Override
        public byte[] encode(Object result) {
            throw new IllegalArgumentException();
        }

        @Override
        public Object decode(byte[] bytes) {
            throw new IllegalArgumentException("no value of this type");
        }

        @Override
        public boolean takesNull() {
            return false;
        }
    }
}
