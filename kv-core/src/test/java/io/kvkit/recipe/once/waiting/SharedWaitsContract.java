package io.kvkit.recipe.once.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.claim.ClaimReply.Mismatch;
import io.kvkit.claim.ClaimReply.Parked;
import io.kvkit.claim.ClaimReply.Unknown;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How calls wait for another one, in time that stands still unless a test lets it pass. */
abstract class SharedWaitsContract {

    static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MANY = 1_000;

    final VirtualTime time = new VirtualTime();
    private final Key key = Namespace.of("test", "idempotency", "waits", Key.Retention.KEPT)
            .key(UUID.randomUUID().toString());
    private final Token owner = Token.random();
    private final List<Token> tokens = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Counting store;

    @SuppressWarnings("NullAway.Init")
    private Claims claims;

    @SuppressWarnings("NullAway.Init")
    private SharedWaits waits;

    /** Opens a store, which the test closes. */
    abstract KvStore open(VirtualTime clock);

    @BeforeEach
    void begin() {
        store = new Counting(open(time));
        claims = new Claims(store, time);
        waits = new SharedWaits(store, claims, time);
        assertThat(Failures.join(claims.claim(key, request(owner, 1)))).isInstanceOf(Claimed.class);
    }

    @AfterEach
    void nothingIsLeft() {
        Eventually.until(() -> {
            time.advance(Duration.ofMinutes(1));
            return time.pending() == 0;
        });
        store.close();
    }

    private static byte[] print(int content) {
        byte[] print = new byte[32];
        print[0] = (byte) content;
        return print;
    }

    private static ClaimRequest request(Token token, int content) {
        return ClaimRequest.create(token, print(content), LEASE.toMillis(), DAY.toMillis());
    }

    private CompletableFuture<ClaimReply> waiting(int content) {
        Token token = Token.random();
        tokens.add(token);
        return waits.claim(key, request(token, content), LEASE).orTimeout(60, TimeUnit.SECONDS);
    }

    /** Calls that have found the key busy. */
    private List<CompletableFuture<ClaimReply>> crowd() {
        List<CompletableFuture<ClaimReply>> crowd =
                IntStream.range(0, MANY).mapToObj(i -> waiting(1)).toList();
        Eventually.until(() -> store.replies.get() > MANY);
        assertThat(crowd).noneMatch(CompletableFuture::isDone);
        return crowd;
    }

    private void complete(Token token) {
        byte[] paid = "paid".getBytes(StandardCharsets.UTF_8);
        Completion completion =
                new Completion(paid, DAY.toMillis(), DAY.toMillis(), 0, null, Completion.IfMissing.RECREATE);
        assertThat(Failures.join(claims.complete(key, token, completion))).isEqualTo(CompleteReply.STORED);
    }

    private void end() {
        complete(owner);
        waits.wake(key);
    }

    private static void assertPaid(ClaimReply reply) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Done.class,
                        done -> assertThat(done.payload())
                                .asString(StandardCharsets.UTF_8)
                                .isEqualTo("paid"));
    }

    @Test
    void aThousandCallsAskTheStoreTogether() {
        List<CompletableFuture<ClaimReply>> crowd = crowd();
        int before = store.changes.get();
        end();
        crowd.forEach(call -> assertPaid(call.join()));
        assertThat(store.changes.get() - before)
                .as("the completion, a question, and one for a signal")
                .isBetween(2, 4);
    }

    @Test
    void oneOfAThousandCallsTakesOver() {
        List<CompletableFuture<ClaimReply>> crowd = crowd();
        Failures.join(claims.fail(key, owner, DAY.toMillis()));
        waits.wake(key);
        Eventually.until(() -> crowd.stream().anyMatch(CompletableFuture::isDone));
        assertThat(crowd).filteredOn(CompletableFuture::isDone).hasSize(1);
        complete(tokens.get(indexOf(crowd)));
        waits.wake(key);
        Eventually.until(() -> crowd.stream().allMatch(CompletableFuture::isDone));
        assertThat(crowd).filteredOn(call -> call.join() instanceof Done).hasSize(MANY - 1);
    }

    private static int indexOf(List<CompletableFuture<ClaimReply>> crowd) {
        return IntStream.range(0, MANY)
                .filter(i -> crowd.get(i).isDone() && crowd.get(i).join() instanceof Claimed)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void callWithOtherContentIsNotGivenTheResult() {
        CompletableFuture<ClaimReply> same = waiting(1);
        CompletableFuture<ClaimReply> other = waiting(2);
        assertThat(Failures.join(other)).isInstanceOf(Mismatch.class);
        end();
        assertPaid(Failures.join(same));
    }

    @Test
    void callsThatComeOneAfterAnotherAreNotForgotten() {
        for (int i = 0; i < 50; i++) {
            waiting(1);
        }
        CompletableFuture<ClaimReply> late = waiting(1);
        end();
        assertPaid(Failures.join(late));
    }

    @Test
    void leaseThatEndsIsTakenOver() {
        CompletableFuture<ClaimReply> call = waiting(1);
        awaitBusy(1);
        time.advance(LEASE.plusMillis(5));
        assertThat(Failures.join(call)).isInstanceOf(Claimed.class);
    }

    @Test
    void waitEndsAfterItsTime() {
        CompletableFuture<ClaimReply> call = waiting(1);
        awaitBusy(1);
        for (int i = 0; i < 3; i++) {
            time.advance(LEASE.dividedBy(3).minusMillis(10));
            Failures.join(claims.renew(key, owner, LEASE.toMillis(), DAY.toMillis()));
        }
        assertThat(call).isNotDone();
        time.advance(Duration.ofMillis(31));
        assertThat(Failures.join(call)).isInstanceOf(Busy.class);
    }

    int questionsAtTheEndOfAThousandWaits() {
        List<CompletableFuture<ClaimReply>> crowd = crowd();
        for (int i = 0; i < 3; i++) {
            time.advance(LEASE.dividedBy(3).minusMillis(10));
            Failures.join(claims.renew(key, owner, LEASE.toMillis(), DAY.toMillis()));
        }
        int before = store.changes.get();
        time.advance(Duration.ofMillis(31));
        crowd.forEach(call -> assertThat(call.join()).isInstanceOf(Busy.class));
        return store.changes.get() - before;
    }

    @Test
    void callThatNobodyWaitsForIsNotTheNextOwner() {
        Waiter gone = waits.claim(key, request(Token.random(), 1), LEASE);
        CompletableFuture<ClaimReply> there = waiting(1);
        awaitBusy(2);
        gone.leave();
        assertThat(gone).isCompletedExceptionally();
        Failures.join(claims.fail(key, owner, DAY.toMillis()));
        waits.wake(key);
        assertThat(Failures.join(there)).isInstanceOf(Claimed.class);
    }

    @Test
    void timerThatFailsEndsTheWait() {
        SharedWaits broken = new SharedWaits(store, claims, (delay, task) -> {
            throw new IllegalStateException("no thread");
        });
        assertThatThrownBy(() -> Failures.join(broken.claim(key, request(Token.random(), 1), LEASE)))
                .hasMessage("no thread");
    }

    @Test
    void callWhoseTimerFailsIsNotTheNextOwner() {
        AtomicInteger tasks = new AtomicInteger();
        SharedWaits broken = new SharedWaits(store, claims, (delay, task) -> {
            if (tasks.incrementAndGet() == 2) {
                throw new IllegalStateException("no thread");
            }
            return time.after(delay, task);
        });
        assertThatThrownBy(() -> Failures.join(broken.claim(key, request(Token.random(), 1), LEASE)))
                .hasMessage("no thread");
        Failures.join(claims.fail(key, owner, DAY.toMillis()));
        broken.wake(key);
        assertThat(Failures.join(claims.claim(key, request(Token.random(), 1)))).isInstanceOf(Claimed.class);
    }

    @Test
    void storeThatFailsEndsTheWaits() {
        CompletableFuture<ClaimReply> one = waiting(1);
        CompletableFuture<ClaimReply> two = waiting(1);
        awaitBusy(2);
        store.failures.set(MANY);
        waits.wake(key);
        assertThatThrownBy(() -> Failures.join(one)).isInstanceOf(KvException.class);
        assertThatThrownBy(() -> Failures.join(two)).isInstanceOf(KvException.class);
        store.failures.set(0);
    }

    @Test
    void thousandCallsAskTheStoreTwiceWhenItFails() {
        List<CompletableFuture<ClaimReply>> crowd = crowd();
        int before = store.changes.get();
        store.failures.set(MANY);
        waits.wake(key);
        assertThat(crowd)
                .allSatisfy(
                        call -> assertThatThrownBy(() -> Failures.join(call)).isInstanceOf(KvException.class));
        assertThat(store.changes.get() - before).isBetween(2, 3);
        store.failures.set(0);
    }

    @Test
    void failureOfOneQuestionEndsOneWait() {
        List<CompletableFuture<ClaimReply>> crowd = crowd();
        store.failures.set(1);
        waits.wake(key);
        Eventually.until(() -> store.failures.get() == 0 && crowd.get(0).isDone());
        assertThat(crowd).filteredOn(CompletableFuture::isDone).hasSize(1);
        end();
        crowd.stream().skip(1).forEach(call -> assertPaid(call.join()));
    }

    @Test
    void callsThatWaitForAHeldKeyAskTogether() {
        List<CompletableFuture<ClaimReply>> crowd = crowd();
        int before = store.changes.get();
        Failures.join(claims.hold(key, owner, DAY.toMillis()));
        waits.wake(key);
        crowd.forEach(call -> assertThat(call.join()).isInstanceOf(Unknown.class));
        assertThat(store.changes.get() - before).isBetween(2, 4);
    }

    @Test
    void callWithABoundOnAttemptsParksItsKeyForItselfAlone() {
        CompletableFuture<ClaimReply> bounded = waits.claim(
                        key, request(Token.random(), 1).withMaxAttempts(1), LEASE)
                .orTimeout(60, TimeUnit.SECONDS);
        awaitBusy(1);
        CompletableFuture<ClaimReply> unbounded = waiting(1);
        awaitBusy(2);
        Failures.join(claims.fail(key, owner, DAY.toMillis()));
        waits.wake(key);
        assertThat(Failures.join(bounded)).isInstanceOf(Parked.class);
        assertThat(Failures.join(unbounded)).isNotInstanceOf(Busy.class);
    }

    /** Waits until calls wait: each for the end of its time, and together for the next question. */
    void awaitBusy(int calls) {
        Eventually.until(() -> time.pending() > calls);
    }

    /** Waits until a call has looked for a second time. */
    void awaitLook() {
        Eventually.until(() -> store.replies.get() > 2);
    }

    /** Completes the work as another process does, of which nobody here is told. */
    void completeElsewhere() {
        complete(owner);
    }

    CompletableFuture<ClaimReply> call() {
        return waiting(1);
    }

    static void assertResult(CompletableFuture<ClaimReply> call) {
        assertPaid(call.join());
    }

    /** A store that counts changes and their replies, and can fail. */
    private static final class Counting extends ForwardingKvStore {

        final AtomicInteger changes = new AtomicInteger();
        final AtomicInteger replies = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();

        Counting(KvStore store) {
            super(store);
        }

        @Override
        public <R> CompletionStage<R> apply(Key at, Transition<R> transition) {
            changes.incrementAndGet();
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return CompletableFuture.failedFuture(KvException.closed("claim", at));
            }
            return super.apply(at, transition).thenApply(reply -> {
                replies.incrementAndGet();
                return reply;
            });
        }
    }
}
