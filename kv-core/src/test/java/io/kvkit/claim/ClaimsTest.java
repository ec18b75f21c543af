package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How steps are sent when replies and requests get lost. */
class ClaimsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final byte[] PAYLOAD = {1, 2, 3};

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final Claims claims = new Claims(store, time);
    private final Key key = Namespace.of("test", "kv", "raw", Retention.KEPT).key("key");
    private final Token first = Token.random();
    private final Token second = Token.random();

    /** A store without a replica. */
    private static final class NeverDurable extends ForwardingKvStore {

        NeverDurable(KvStore store) {
            super(store);
        }

        @Override
        public KvStore durable(Durability durability) {
            return new ForwardingKvStore(delegate()) {
                @Override
                public <R> CompletionStage<R> apply(Key key, Transition<R> step) {
                    return super.apply(key, step)
                            .thenCompose(answer -> CompletableFuture.failedFuture(
                                    KvException.notDurable(Kind.TIMEOUT, "apply", key, "no replica", null)));
                }
            };
        }
    }

    private static ClaimRequest request(Token token) {
        return ClaimRequest.create(token, null, LEASE.toMillis(), 3_600_000);
    }

    private static Completion result() {
        return new Completion(PAYLOAD, 60_000, 60_000, 0, null, IfMissing.RECREATE);
    }

    private ClaimReply claim(Token token) {
        return Failures.join(claims.claim(key, request(token)));
    }

    private static KvException failureOf(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }

    @Test
    void claimWhoseReplyIsLostIsSentAgainAndWon() {
        store.failNext(1, "claim", Fault.REPLY_LOST);
        assertThat(claim(first))
                .isInstanceOfSatisfying(
                        Claimed.class, claimed -> assertThat(claimed.how()).isEqualTo(How.NEW));
        assertThat(store.count("claim")).isEqualTo(2);
        assertThat(store.count("fail")).isZero();
    }

    @Test
    void claimThatWasNotCarriedOutIsNotSentAgain() {
        store.failNext(1, "claim", Fault.REQUEST_LOST);
        assertThat(failureOf(claims.claim(key, request(first))).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(store.count("claim")).isEqualTo(1);
        assertThat(store.count("fail")).isZero();
    }

    @Test
    void claimOfUnknownOutcomeIsReleased() {
        store.failNext(2, "claim", Fault.REPLY_LOST);
        assertThat(failureOf(claims.claim(key, request(first))).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(claim(second))
                .isInstanceOfSatisfying(
                        Claimed.class, claimed -> assertThat(claimed.how()).isEqualTo(How.RETRY));
    }

    @Test
    void claimOfUnknownOutcomeIsNoAttempt() {
        store.failNext(2, "claim", Fault.REPLY_LOST);
        failureOf(claims.claim(key, request(first)));
        assertThat(Failures.join(claims.claim(key, request(second).withMaxAttempts(1))))
                .isInstanceOfSatisfying(
                        Claimed.class, claimed -> assertThat(claimed.attempt()).isOne());
    }

    @Test
    void takeoverOfUnknownOutcomeIsATakeoverForTheNextOwner() {
        claim(first);
        time.advance(LEASE);
        store.failNext(2, "claim", Fault.REPLY_LOST);
        failureOf(claims.claim(key, request(second)));
        assertThat(claim(Token.random()))
                .isInstanceOfSatisfying(
                        Claimed.class, claimed -> assertThat(claimed.how()).isEqualTo(How.TAKEOVER));
    }

    @Test
    void noteThatFindsItsClaimLostEndsTheRenewal() {
        AtomicInteger lost = new AtomicInteger();
        claim(first);
        HeldClaim held = HeldClaim.renewed(claims, time, key, request(first), lost::incrementAndGet);
        assertThat(Failures.join(held.note(PAYLOAD))).isTrue();
        assertThat(held.lost()).isFalse();
        Failures.join(claims.invalidate(key, null));
        assertThat(Failures.join(held.note(PAYLOAD))).isFalse();
        assertThat(held.lost()).isTrue();
        assertThat(lost).hasValue(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void claimOfUnknownOutcomeIsReleasedAgainUntilNothingCanBeLateAnyMore() {
        store.failNext(2, "claim", Fault.REPLY_LOST);
        failureOf(claims.claim(key, request(first)));
        Failures.join(claims.invalidate(key, null));
        for (int i = 0; i < 4; i++) {
            assertThat(claim(first)).as("the claim arrives late").isInstanceOf(Claimed.class);
            time.advance(Duration.ofSeconds(30));
        }
        assertThat(claim(second)).isInstanceOf(Claimed.class);
        assertThat(time.pending()).isZero();
    }

    @Test
    void claimThatIsNotDurableIsReleasedOnceBecauseItCannotBeLate() {
        Claims durable = Claims.renewedTogether(new NeverDurable(store), time, Durability.of(Level.REPLICA));
        assertThat(failureOf(durable.claim(key, request(first))).isNotDurable()).isTrue();
        assertThat(failureOf(durable.mark(key, second, 60_000)).isNotDurable()).isTrue();
        time.advance(Duration.ofMinutes(3));
        assertThat(store.count("fail"))
                .as("one for the claim, one for the mark")
                .isEqualTo(2);
        assertThat(time.pending()).isZero();
    }

    @Test
    void claimThatIsNotDurableIsReleasedAgainIfAnAttemptMayBeLate() {
        Claims durable = Claims.renewedTogether(new NeverDurable(store), time, Durability.of(Level.REPLICA));
        store.failNext(1, "claim", Fault.REPLY_LOST);
        failureOf(durable.claim(key, request(first)));
        time.advance(Duration.ofMinutes(3));
        assertThat(store.count("fail")).isGreaterThan(5);
    }

    @Test
    void decisionThatIsNotDurableIsToldOf() {
        Claims durable = Claims.renewedTogether(new NeverDurable(store), time, Durability.of(Level.REPLICA));
        long fence = ((Claimed) claim(first)).fence();
        assertThat(Failures.join(durable.release(key, second, fence, 60_000)))
                .as("no change")
                .isEqualTo(ResolveReply.STALE);
        Failures.join(claims.hold(key, first, 60_000));
        assertThat(failureOf(durable.release(key, second, fence, 60_000)).isNotDurable())
                .isTrue();
        Failures.join(claims.invalidate(key, null));
        fence = ((Claimed) claim(first)).fence();
        Failures.join(claims.hold(key, first, 60_000));
        assertThat(failureOf(durable.resolve(key, second, fence, result())).isNotDurable())
                .isTrue();
        assertThat(failureOf(durable.invalidate(key, null)).isNotDurable()).isTrue();
        assertThat(Failures.join(store.exists(key))).isFalse();
    }

    @Test
    void claimThatNobodyCanRenewIsReleased() {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        Timer broken = (delay, task) -> {
            throw noThread;
        };
        claim(first);
        assertThatThrownBy(() -> HeldClaim.renewed(new Claims(store, broken), broken, key, request(first), () -> {}))
                .isSameAs(noThread);
        claim(second);
        assertThatThrownBy(() -> HeldClaim.unrenewed(claims, broken, key, request(second), () -> {}))
                .isSameAs(noThread);
        assertThat(claim(Token.random())).isInstanceOf(Claimed.class);
    }

    @Test
    void storeThatThrowsIsAStoreThatFails() {
        KvStore throwing = new ForwardingKvStore(store) {
            @Override
            public <R> CompletionStage<R> apply(Key at, Transition<R> transition) {
                throw new StackOverflowError();
            }
        };
        assertThat(new Claims(throwing, time).claim(key, request(first))).isCompletedExceptionally();
        assertThat(new Claims(throwing, time).complete(key, first, result())).isCompletedExceptionally();
    }

    @Test
    void stepThatCameToItsDeadlineDoesNotCostASecondOne() {
        store.fail(FaultyKvStore.ALL, Fault.REPLY_LATE);
        assertThat(failureOf(claims.claim(key, request(first))).kind()).isEqualTo(KvException.Kind.TIMEOUT);
        failureOf(claims.complete(key, second, result()));
        failureOf(claims.invalidate(key, null));
        assertThat(store.count("claim")).isEqualTo(1);
        assertThat(store.count("complete")).isEqualTo(1);
        assertThat(store.count("invalidate")).isEqualTo(1);
    }

    @Test
    void claimThatCameToItsDeadlineIsReleased() {
        store.failNext(1, "claim", Fault.REPLY_LATE);
        failureOf(claims.claim(key, request(first)));
        assertThat(store.count("fail")).isEqualTo(1);
        assertThat(claim(second)).isInstanceOf(Claimed.class);
    }

    @Test
    void releaseIsRepeatedUntilItIsAcknowledged() {
        store.failNext(2, "claim", Fault.REPLY_LOST);
        store.fail("fail", Fault.REQUEST_LOST);
        failureOf(claims.claim(key, request(first)));
        time.advance(Duration.ofSeconds(3));
        store.heal();
        assertThat(claim(second)).isInstanceOf(Busy.class);
        time.advance(Duration.ofSeconds(5));
        assertThat(claim(second)).isInstanceOf(Claimed.class);
    }

    @Test
    void releaseEndsWhenNothingCanBeLateAnyMore() {
        store.failNext(2, "claim", Fault.REPLY_LOST);
        store.fail("fail", Fault.REQUEST_LOST);
        failureOf(claims.claim(key, request(first)));
        time.advance(Duration.ofMinutes(2));
        assertThat(time.pending()).isZero();
        assertThat(store.count("fail")).isBetween(5, 50);
    }

    @Test
    void keyIsFreeASecondAfterALongOutageOfTheStore() {
        store.failNext(2, "claim", Fault.REPLY_LOST);
        store.fail("fail", Fault.REQUEST_LOST);
        failureOf(claims.claim(key, request(first)));
        time.advance(LEASE.dividedBy(2));
        store.heal();
        time.advance(Duration.ofSeconds(1));
        assertThat(claim(second)).isInstanceOf(Claimed.class);
    }

    @Test
    void releaseDoesNotTouchTheNextOwner() {
        store.failNext(2, "claim", Fault.REPLY_LOST);
        store.failNext(1, "fail", Fault.REQUEST_LOST);
        failureOf(claims.claim(key, request(first)));
        Failures.join(claims.invalidate(key, null));
        claim(second);
        time.advance(Duration.ofSeconds(4));
        assertThat(store.count("fail")).isEqualTo(4);
        assertThat(claim(Token.random())).isInstanceOf(Busy.class);
    }

    @Test
    void resultWhoseReplyIsLostIsSentAgain() {
        claim(first);
        store.failNext(1, "complete", Fault.REPLY_LOST);
        assertThat(Failures.join(claims.complete(key, first, result()))).isEqualTo(CompleteReply.STORED);
        assertThat(store.count("complete")).isEqualTo(2);
    }

    @Test
    void recreatedResultWhoseReplyIsLostIsStillRecreated() {
        store.failNext(1, "complete", Fault.REPLY_LOST);
        assertThat(Failures.join(claims.complete(key, first, result()))).isEqualTo(CompleteReply.RECREATED);
    }

    @Test
    void resultIsSentTwiceAtMost() {
        claim(first);
        store.fail("complete", Fault.REPLY_LOST);
        assertThat(failureOf(claims.complete(key, first, result())).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(store.count("complete")).isEqualTo(2);
    }

    @Test
    void failureWhoseReplyIsLostIsSentAgain() {
        claim(first);
        store.failNext(1, "fail", Fault.REPLY_LOST);
        assertThat(Failures.join(claims.fail(key, first, 60_000))).isEqualTo(FailReply.RELEASED);
    }

    @Test
    void invalidationWhoseReplyIsLostIsSentAgain() {
        claim(first);
        store.failNext(1, "invalidate", Fault.REPLY_LOST);
        Failures.join(claims.invalidate(key, null));
        assertThat(store.count("invalidate")).isEqualTo(2);
    }

    @Test
    void putIsNeverSentTwice() {
        store.failNext(1, "put", Fault.REPLY_LOST);
        assertThat(failureOf(claims.put(key, PAYLOAD, 1_000, 1_000, 0)).outcome())
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(store.count("put")).isEqualTo(1);
    }

    @Test
    void refusalIsNotSentAgain() {
        store.fail("claim", Fault.REFUSED);
        assertThat(failureOf(claims.claim(key, request(first))).kind()).isEqualTo(KvException.Kind.PERMANENT);
        assertThat(store.count("claim")).isEqualTo(1);
    }

    @Test
    void firstFailureTellsTheOutcomeWhenTheSecondIsHarmless() {
        store.failNext(1, "claim", Fault.REPLY_LOST);
        var secondCallRefused = new ForwardingKvStore(store) {
            private int calls;

            @Override
            public <R> CompletionStage<R> apply(Key of, Transition<R> transition) {
                if (++calls == 2) {
                    store.failNext(1, "claim", Fault.REQUEST_LOST);
                }
                return super.apply(of, transition);
            }
        };
        KvException failure = failureOf(new Claims(secondCallRefused, time).claim(key, request(first)));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(claim(second)).isInstanceOf(Claimed.class);
    }

    @Test
    void claimNowAnswersWhereNoInputOrOutputIsNeeded() {
        assertThat(claims.claimNow(key, request(first))).isInstanceOf(Claimed.class);
        assertThat(claims.claimNow(key, request(second))).isInstanceOf(Busy.class);
    }

    @Test
    void claimNowAnswersNullElsewhere() {
        var remote = new ForwardingKvStore(store) {
            @Override
            public <R> R applyNow(Key of, Transition<R> transition) {
                return null;
            }
        };
        assertThat(new Claims(remote, time).claimNow(key, request(first))).isNull();
    }

    @Test
    void decisionsReachTheStore() {
        Claimed claimed = (Claimed) claim(first);
        time.advance(LEASE);
        ClaimRequest holding = request(second).withOnAbandoned(ClaimRequest.OnAbandoned.HOLD);
        Failures.join(claims.claim(key, holding));
        store.failNext(1, "resolve", Fault.REPLY_LOST);
        assertThat(Failures.join(claims.release(key, Token.random(), claimed.fence(), 60_000)))
                .isEqualTo(ResolveReply.RESOLVED);
        assertThat(Failures.join(claims.resolve(key, Token.random(), claimed.fence(), result())))
                .isEqualTo(ResolveReply.STALE);
    }
}
