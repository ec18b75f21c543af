package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.Claims;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.AbandonedCall;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.Duplicates.Skip;
import io.kvkit.recipe.once.EventParkedException;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.IdempotencyOutcomeUnknownException;
import io.kvkit.recipe.once.IdempotencyParkedException;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.OutcomeUnknownException;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.recipe.once.Reconciliation;
import io.kvkit.recipe.once.Takeover;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What is promised when it is unclear what became of a call, or when calls fail again and again; and what a running call
 * knows about itself. On any store and in any style of calling.
 */
public abstract class OutcomeContract extends IdempotencyFixture {

    private static final OnceSettings SETTINGS = OnceSettings.idempotency(LEASE, RETENTION, OnStoreFailure.FAIL);

    private final List<Handler> open = new ArrayList<>();
    private final List<CompletableFuture<?>> calls = new ArrayList<>();
    private SeenContexts seen;

    @BeforeEach
    void look() {
        seen = new SeenContexts(guard);
        guard = seen;
    }

    private OnceCall call(OnceSettings settings) {
        return OnceCall.of(key, new Duplicates.Replay(TEXT), settings);
    }

    private OnceCall holding() {
        return call(SETTINGS.withOnAbandoned(OnAbandoned.HOLD));
    }

    /** A call whose process dies: it claims, and nothing follows. */
    private void abandon() {
        ClaimRequest request = ClaimRequest.create(null, LEASE, RETENTION);
        result(new Claims(store, time).claim(key, request).toCompletableFuture());
        pass(LEASE);
    }

    private IdempotencyContext begin(OnceCall call, Handler handler) {
        open.add(handler);
        calls.add(start(guard, call, handler));
        handler.awaitBegin();
        return seen.last();
    }

    // A call that has begun is known to what looks for leftovers only a moment later.
    @AfterEach
    void endCalls() {
        open.forEach(handler -> handler.fail(new IOException("the test is over")));
        calls.forEach(call -> catchThrowable(() -> result(call)));
    }

    @Nested
    class Context {

        @Test
        void eachAttemptHasItsNumberAndFenceAndTheSameDownstreamKeys() {
            failure(guard, call(), Handler.failing(new IOException("broken")));
            IdempotencyContext first = seen.last();
            runOnce("paid");
            IdempotencyContext second = seen.last();
            assertThat(first.attempt()).isOne();
            assertThat(second.attempt()).isEqualTo(2);
            assertThat(second.fence()).isGreaterThan(first.fence()).isPositive();
            assertThat(second.downstreamKey("charge")).isEqualTo(first.downstreamKey("charge"));
            assertThat(UUID.fromString(first.downstreamKey("charge")).version()).isEqualTo(8);
        }

        @Test
        void stepsAndKeysHaveDownstreamKeysOfTheirOwn() {
            runOnce("paid");
            IdempotencyContext one = seen.last();
            run(
                    guard,
                    OnceCall.of(newKey("idempotency"), new Duplicates.Replay(TEXT), SETTINGS),
                    Handler.returning("paid"));
            assertThat(List.of(
                            one.downstreamKey("charge"),
                            one.downstreamKey("mail"),
                            seen.last().downstreamKey("charge")))
                    .doesNotHaveDuplicates();
        }

        @Test
        void withoutProtectionTheKeysAreTheSameAndThereIsNoFence() {
            failure(guard, call(), Handler.failing(new IOException("broken")));
            String downstream = seen.last().downstreamKey("charge");
            store.fail("claim", Fault.REQUEST_LOST);
            run(guard, call(null, OnStoreFailure.PROCEED), Handler.returning("paid"));
            IdempotencyContext context = seen.last();
            assertThat(context.downstreamKey("charge")).isEqualTo(downstream);
            assertThat(context.fence()).isZero();
            assertThat(context.step("any", String.class, () -> "done")).isEqualTo("done");
            assertThat(IdempotencyContext.unprotected().downstreamKey("charge"))
                    .isNotEqualTo(IdempotencyContext.unprotected().downstreamKey("charge"));
        }

        @Test
        void lostLeaseIsSignalled() {
            store.fail("renew", Fault.REQUEST_LOST);
            IdempotencyContext context = begin(call(), Handler.open());
            assertThat(context.leaseLost()).isFalse();
            pass(LEASE.plusMillis(1));
            assertThat(context.leaseLost()).isTrue();
            assertThat(context.whenLeaseLost()).isCompleted();
            assertThat(outcomes).contains(Outcome.LEASE_LOST);
        }

        @Test
        void leaseIsRenewedForALimitedTimeOnly() {
            IdempotencyContext context = begin(call(SETTINGS.withMaxRunTime(Duration.ofMinutes(5))), Handler.open());
            pass(Duration.ofMinutes(4));
            assertThat(context.leaseLost()).isFalse();
            // A renewal begins the next pause when it is answered, which takes up to a step of this time.
            pass(Duration.ofMinutes(2).plus(LEASE));
            assertThat(context.leaseLost()).isTrue();
            assertThat(runOnce("takeover")).isEqualTo("takeover");
        }
    }

    @Nested
    class Hold {

        @Test
        void callThatCannotKnowHoldsItsKeyUntilItsTimeIsOver() {
            OutcomeUnknownException unknown = new OutcomeUnknownException("no answer", new IOException("timeout"));
            assertThat(failure(guard, call(), Handler.failing(unknown))).isSameAs(unknown);
            long fence = seen.last().fence();
            for (int i = 0; i < 3; i++) {
                pass(LEASE.multipliedBy(5));
                assertThat(failure(guard, call(), Handler.returning("second")))
                        .isInstanceOfSatisfying(IdempotencyOutcomeUnknownException.class, refusal -> {
                            assertThat(refusal.fence()).isEqualTo(fence);
                            assertThat(refusal.facts()).containsEntry("fence", fence);
                            assertThat(refusal.retryAfter()).isNull();
                        });
            }
            assertThat(seen.count()).isOne();
            assertThat(outcomes)
                    .containsExactly(
                            Outcome.CLAIMED, Outcome.HELD, Outcome.UNDECIDED, Outcome.UNDECIDED, Outcome.UNDECIDED);
        }

        @Test
        void holdThatTheStoreDidNotHearIsRepeated() {
            store.failNext(2, "fail", Fault.REQUEST_LOST);
            failure(guard, call(), Handler.failing(new OutcomeUnknownException("no answer")));
            pass(Duration.ofSeconds(2));
            assertThat(failure(guard, call(), Handler.returning("second")))
                    .isInstanceOf(IdempotencyOutcomeUnknownException.class);
        }

        @Test
        void abandonedCallIsHeldOnlyIfTheSettingsSaySo() {
            abandon();
            assertThat(failure(guard, holding(), Handler.returning("second")))
                    .isInstanceOf(IdempotencyOutcomeUnknownException.class);
            assertThat(seen.count()).isZero();
        }

        @Test
        void lateOwnerResolvesWhatWasHeld() {
            store.fail("renew", Fault.REQUEST_LOST);
            Handler late = Handler.open();
            begin(holding(), late);
            pass(LEASE);
            failure(guard, holding(), Handler.returning("second"));
            late.finish("late");
            Eventually.asserted(() -> assertThat(outcomes).contains(Outcome.COMPLETED));
            assertThat(run(guard, holding(), Handler.returning("third"))).isEqualTo("late");
        }
    }

    @Nested
    class Reconciling {

        private final AtomicInteger asked = new AtomicInteger();

        private OnceCall asking(OnceSettings settings, Reconciler reconciler) {
            return call(settings)
                    .asking(new Takeover(
                            "payments",
                            about -> {
                                assertThat(about.name()).isEqualTo("payments");
                                assertThat(about.arguments()).containsExactly("order", null);
                                asked.incrementAndGet();
                                return reconciler.reconcile(about);
                            },
                            Arrays.asList("order", null)));
        }

        @Test
        void itsResultIsStoredAndReplayed() {
            abandon();
            OnceCall call = asking(SETTINGS, about -> Reconciliation.done("found"));
            Handler handler = Handler.returning("second");
            assertThat(run(guard, call, handler)).isEqualTo("found");
            assertThat(run(guard, call, handler)).isEqualTo("found");
            assertThat(handler.runs()).isZero();
            assertThat(asked).hasValue(1);
            assertThat(outcomes).containsExactly(Outcome.TAKEOVER, Outcome.COMPLETED, Outcome.REPLAYED);
        }

        @Test
        void whatWasNotDoneIsDoneByTheCallThatTookOver() {
            abandon();
            OnceCall call = asking(SETTINGS.withOnAbandoned(OnAbandoned.HOLD), about -> Reconciliation.notDone());
            assertThat(run(guard, call, Handler.returning("second"))).isEqualTo("second");
            assertThat(asked).hasValue(1);
            assertThat(outcomes).containsExactly(Outcome.TAKEOVER, Outcome.COMPLETED);
        }

        @Test
        void whatItCannotFindOutIsHeld() {
            abandon();
            OnceCall call = asking(SETTINGS, about -> Reconciliation.unknown());
            for (int i = 0; i < 2; i++) {
                assertThat(failure(guard, call, Handler.returning("second")))
                        .isInstanceOf(IdempotencyOutcomeUnknownException.class);
                pass(LEASE.multipliedBy(2));
            }
            assertThat(asked).hasValue(1);
            assertThat(seen.count()).isZero();
        }

        @Test
        void failingOneIsAskedAgainAfterTheLeaseAndNothingRuns() {
            abandon();
            IOException away = new IOException("the bank is away");
            OnceCall call = asking(SETTINGS, about -> {
                if (asked.get() == 1) {
                    throw away;
                }
                return Reconciliation.done("found");
            });
            Handler handler = Handler.returning("second");
            assertThat(failure(guard, call, handler)).isSameAs(away);
            assertThat(failure(guard, call, handler)).isInstanceOf(IdempotencyInProgressException.class);
            pass(LEASE);
            assertThat(run(guard, call, handler)).isEqualTo("found");
            assertThat(handler.runs()).isZero();
            assertThat(asked).hasValue(2);
        }

        @Test
        void callThatFailedIsNotAskedAbout() {
            failure(guard, call(), Handler.failing(new IOException("broken")));
            OnceCall call = asking(SETTINGS, about -> Reconciliation.done("found"));
            assertThat(run(guard, call, Handler.returning("second"))).isEqualTo("second");
            assertThat(asked).hasValue(0);
        }

        @Test
        void leaseIsRenewedWhileItThinks() {
            abandon();
            CompletableFuture<Reconciliation> answer = new CompletableFuture<>();
            OnceCall call = call(SETTINGS)
                    .asking(new Takeover(
                            "payments",
                            new Reconciler() {
                                @Override
                                public Reconciliation reconcile(AbandonedCall about) {
                                    throw new IllegalStateException();
                                }

                                @Override
                                public CompletableFuture<Reconciliation> reconcileAsync(AbandonedCall about) {
                                    asked.incrementAndGet();
                                    return answer;
                                }
                            },
                            List.of()));
            var waiting = start(guard, call, Handler.returning("second"));
            Eventually.until(() -> asked.get() == 1);
            pass(LEASE.multipliedBy(3));
            assertThat(failure(guard, call(), Handler.returning("third")))
                    .isInstanceOf(IdempotencyInProgressException.class);
            answer.complete(Reconciliation.done("found"));
            assertThat(result(waiting)).isEqualTo("found");
        }
    }

    @Nested
    class Parking {

        @Test
        void keyIsParkedAfterItsLastAttempt() {
            OnceCall call = call(SETTINGS.withMaxAttempts(2));
            Handler failing = Handler.failing(new IOException("broken"));
            failure(guard, call, failing);
            failure(guard, call, failing);
            for (int i = 0; i < 2; i++) {
                assertThat(failure(guard, call, failing))
                        .isInstanceOfSatisfying(IdempotencyParkedException.class, refusal -> {
                            assertThat(refusal.attempts()).isEqualTo(2);
                            assertThat(refusal.facts()).containsEntry("attempts", 2);
                        });
                pass(LEASE.multipliedBy(2));
            }
            assertThat(failing.runs()).isEqualTo(2);
            assertThat(outcomes).endsWith(Outcome.PARKED, Outcome.PARKED);
        }

        @Test
        void callsThatDiedAreAttemptsToo() {
            abandon();
            assertThat(failure(guard, call(SETTINGS.withMaxAttempts(1)), Handler.returning("second")))
                    .isInstanceOf(IdempotencyParkedException.class);
        }

        @Test
        void parkedEventIsRefusedOrSkipped() {
            OnceSettings settings = OnceSettings.dedupe(LEASE, RETENTION, InProgress.REJECT, OnStoreFailure.FAIL)
                    .withMaxAttempts(1);
            Skip skip = new Skip(() -> "duplicate", (attempts, fence) -> "parked after " + attempts);
            failure(guard, OnceCall.of(key, skip, settings), Handler.failing(new IOException("broken")));
            Handler handler = Handler.returning("second");
            assertThat(run(guard, OnceCall.of(key, skip, settings), handler)).isEqualTo("parked after 1");
            assertThat(failure(guard, OnceCall.of(key, new Skip(() -> "duplicate"), settings), handler))
                    .isInstanceOf(EventParkedException.class);
            assertThat(handler.runs()).isZero();
        }
    }

    /** A value whose type can be stored, but not this value. */
    public static final class Stubborn {

        public String getName() {
            throw new IllegalStateException("no name");
        }
    }

    @Nested
    class Steps {

        private String step(IdempotencyContext context, String name) {
            return context.step(name, String.class, () -> name + " by attempt " + context.attempt());
        }

        private String unexpected() {
            throw new AssertionError("The step was done before");
        }

        @Test
        void onlyMissingStepsAreDoneAfterACrash() {
            store.fail("renew", Fault.REQUEST_LOST);
            IdempotencyContext first = begin(call(), Handler.open());
            assertThat(step(first, "charge")).isEqualTo("charge by attempt 1");
            first.step("book", () -> {});
            pass(LEASE.plusMillis(1));
            Handler open = Handler.open();
            IdempotencyContext second = begin(call(), open);
            assertThat(step(second, "charge")).isEqualTo("charge by attempt 1");
            second.step("book", this::unexpected);
            assertThat(step(second, "mail")).isEqualTo("mail by attempt 2");
            open.fail(new IOException("broken"));
            Eventually.asserted(() -> assertThat(outcomes).contains(Outcome.RELEASED));
            Handler last = Handler.open();
            IdempotencyContext third = begin(call(), last);
            assertThat(result(third.stepAsync("mail", String.class, () -> {
                                throw new AssertionError();
                            })
                            .toCompletableFuture()))
                    .isEqualTo("mail by attempt 2");
            last.finish("done");
            Eventually.asserted(() -> assertThat(outcomes).contains(Outcome.COMPLETED));
            assertThat(runOnce("again")).isEqualTo("done");
        }

        @Test
        void nullIsResultLikeAnyOther() {
            Handler handler = Handler.open();
            IdempotencyContext context = begin(call(), handler);
            assertThat(context.step("find", String.class, () -> null)).isNull();
            assertThat(context.step("find", String.class, this::unexpected)).isNull();
        }

        @Test
        void failingStepIsNotNoted() {
            IdempotencyContext context = begin(call(), Handler.open());
            assertThatThrownBy(() -> context.step("charge", () -> {
                        throw new IllegalStateException("declined");
                    }))
                    .hasMessage("declined");
            assertThat(step(context, "charge")).isEqualTo("charge by attempt 1");
        }

        @Test
        void noStepBeginsAfterTheLeaseIsLost() {
            store.fail("renew", Fault.REQUEST_LOST);
            IdempotencyContext late = begin(call(), Handler.open());
            pass(LEASE.plusMillis(1));
            assertThatThrownBy(() -> late.step("charge", String.class, this::unexpected))
                    .isInstanceOf(IdempotencyInProgressException.class);
        }

        @Test
        void lateOwnerLearnsFromItsStepThatAnotherCallRuns() {
            store.fail("renew", Fault.REQUEST_LOST);
            IdempotencyContext late = begin(call(), Handler.open());
            pass(LEASE.minusSeconds(1));
            store.failNext(1, "note", Fault.REQUEST_LOST);
            assertThat(step(late, "charge")).as("not noted, but done").isEqualTo("charge by attempt 1");
            result(new Claims(store, time).invalidate(key, null).toCompletableFuture());
            assertThatThrownBy(() -> step(late, "mail")).isInstanceOf(IdempotencyInProgressException.class);
        }

        @Test
        void stepThatCouldNotBeNotedIsNotedWithTheNextOne() {
            Handler open = Handler.open();
            IdempotencyContext first = begin(call(), open);
            store.failNext(1, "note", Fault.REQUEST_LOST);
            step(first, "charge");
            step(first, "book");
            open.fail(new IOException("broken"));
            Eventually.asserted(() -> assertThat(outcomes).contains(Outcome.RELEASED));
            IdempotencyContext second = begin(call(), Handler.open());
            assertThat(step(second, "charge")).isEqualTo("charge by attempt 1");
            assertThat(step(second, "book")).isEqualTo("book by attempt 1");
        }

        @Test
        void resultThatCannotBeEncodedDoesNotFailTheCallAfterItsEffect() {
            IdempotencyContext context = begin(call(), Handler.open());
            assertThat(context.step("charge", Stubborn.class, Stubborn::new)).isNotNull();
            assertThat(result(context.stepAsync(
                                    "book", Stubborn.class, () -> CompletableFuture.completedFuture(new Stubborn()))
                            .toCompletableFuture()))
                    .isNotNull();
            assertThat(step(context, "mail")).isEqualTo("mail by attempt 1");
        }

        @Test
        void resultOfAPrimitiveTypeIsKept() {
            IdempotencyContext context = begin(call(), Handler.open());
            assertThat(context.step("count", int.class, () -> 7)).isEqualTo(7);
            assertThat(context.step("count", int.class, () -> 8)).isEqualTo(7);
        }

        @Test
        void resultThatCannotBeStoredIsRefusedBeforeTheStep() {
            IdempotencyContext context = begin(call(), Handler.open());
            assertThatThrownBy(() -> context.step("charge", Runnable.class, () -> {
                        throw new AssertionError();
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("charge");
        }
    }
}
