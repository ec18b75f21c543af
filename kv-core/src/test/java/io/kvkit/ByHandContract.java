package io.kvkit;

import static io.kvkit.call.Failures.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredEntry.State;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.EventParkedException;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.IdempotencyKeyReusedException;
import io.kvkit.recipe.once.IdempotencyOutcomeUnknownException;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.store.KvException;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Calls that are begun and ended by hand, what operators decide about them, and marks without work. */
abstract class ByHandContract extends ClientGroup {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);

    /** How the consumer "shipping" behaves. */
    OnceSettings shipping() {
        return OnceSettings.dedupe(LEASE, DAY, InProgress.REJECT, OnStoreFailure.FAIL)
                .withMaxAttempts(1);
    }

    @Override
    Catalog catalog() {
        OnceSettings payments =
                OnceSettings.idempotency(LEASE, DAY, OnStoreFailure.FAIL).withOnAbandoned(OnAbandoned.HOLD);
        OnceSettings shipping = shipping();
        return new Catalog() {
            @Override
            public OnceSettings operation(String name) {
                return switch (name) {
                    case "payments", "responses" -> payments;
                    case "mails" -> payments.withOnAbandoned(OnAbandoned.RETRY);
                    default -> null;
                };
            }

            @Override
            public boolean isExecutable(String operation) {
                return !operation.equals("responses");
            }

            @Override
            public OnceSettings consumer(String name) {
                return name.equals("shipping") ? shipping : null;
            }
        };
    }

    private KvOperation<String> payments() {
        return client.operation("payments", String.class);
    }

    private KvOperation<String> mails() {
        return client.operation("mails", String.class);
    }

    private static <T> KvHandle<T> started(Begun<T> begun) {
        assertThat(begun).isInstanceOf(Begun.Started.class);
        return ((Begun.Started<T>) begun).handle();
    }

    @Test
    void callThatWasBegunIsCompletedAndThenAnswers() {
        assertThat(payments().get("1")).isNull();
        KvHandle<String> handle = started(payments().begin("1"));
        assertThat(payments().get("1")).isNull();
        assertThat(payments().begin("1")).isEqualTo(new Begun.InProgress<>(LEASE));
        assertThatThrownBy(() -> payments().execute("1", () -> "twice"))
                .isInstanceOf(IdempotencyInProgressException.class);
        assertThat(handle.complete("paid")).isTrue();
        assertThat(handle.complete("paid again")).as("repeated").isTrue();
        assertThat(payments().get("1")).isEqualTo(new Begun.Completed<>("paid"));
        assertThat(payments().begin("1")).isEqualTo(new Begun.Completed<>("paid"));
        assertThat(payments().execute("1", () -> "twice")).isEqualTo(new IdempotentResult<>("paid", true));
    }

    @Test
    void nullIsResultLikeAnyOther() {
        started(payments().begin("1")).complete(null);
        assertThat(payments().begin("1")).isEqualTo(new Begun.Completed<>(null));
    }

    @Test
    void failedCallIsBegunAgainWithTheNextAttempt() {
        KvHandle<String> first = started(payments().begin("1"));
        assertThat(first.fail()).isTrue();
        KvHandle<String> second = started(payments().begin("1"));
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.downstreamKey("charge")).isEqualTo(first.downstreamKey("charge"));
        assertThat(first.fail()).isFalse();
    }

    @Test
    void otherFingerprintIsRefusedAlsoAfterTheRecordWasLost() {
        KvHandle<String> handle = started(payments().begin("1", "5 EUR"));
        assertThatThrownBy(() -> payments().begin("1", "6 EUR")).isInstanceOf(IdempotencyKeyReusedException.class);
        client.claims().operation("payments").forget("1", handle.fence());
        String written = handle.written();
        assertThat(payments().resume("1", written).complete("paid")).isTrue();
        assertThatThrownBy(() -> payments().begin("1", "6 EUR")).isInstanceOf(IdempotencyKeyReusedException.class);
        assertThat(payments().begin("1", "5 EUR")).isEqualTo(new Begun.Completed<>("paid"));
    }

    @Test
    void callIsCompletedByAnotherProcess() {
        String written = started(payments().begin("1")).written();
        KvClient other = client(under.prefix());
        KvHandle<String> resumed = other.operation("payments", String.class).resume("1", written);
        assertThat(resumed.attempt()).isOne();
        assertThat(resumed.complete("paid elsewhere")).isTrue();
        assertThat(payments().get("1")).isEqualTo(new Begun.Completed<>("paid elsewhere"));
        assertThatIllegalArgumentException().isThrownBy(() -> payments().resume("1", "bm8"));
    }

    @Test
    void callIsResumedWithItsOwnKeyOnly() {
        String written = started(payments().begin("1")).written();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> payments().resume("2", written))
                .withMessageContaining("another key");
        assertThatIllegalArgumentException().isThrownBy(() -> mails().resume("1", written));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> payments().resume("1", "no text!"))
                .withMessageContaining("written()");
        assertThat(payments().get("2")).isNull();
    }

    @Test
    void callWhoseAttemptsFailedRunsOnceMore() {
        KvConsumer shipping = client.consumer("shipping");
        KvHandle<Void> handle = started(shipping.begin("e1"));
        handle.fail();
        KvClaims claims = client.claims().consumer("shipping");
        assertThat(claims.runOnceMore("e1", handle.fence())).isEqualTo(ResolveReply.RESOLVED);
        assertThat(claims.runOnceMore("e1", handle.fence())).as("repeated").isEqualTo(ResolveReply.RESOLVED);
        assertThat(shipping.processOnce("e1", () -> {})).isTrue();
    }

    @Test
    void lateOwnerIsRefused() {
        KvHandle<String> late = started(mails().begin("1"));
        under.advance(LEASE.dividedBy(2));
        assertThat(late.renew()).isTrue();
        under.advance(LEASE.dividedBy(2));
        assertThat(mails().begin("1")).isInstanceOf(Begun.InProgress.class);
        under.advance(LEASE);
        KvHandle<String> next = started(mails().begin("1"));
        assertThat(late.renew()).isFalse();
        assertThat(late.complete("late")).isFalse();
        assertThat(next.complete("sent")).isTrue();
    }

    @Test
    void callThatIsBegunAsksNoReconcilerAndIsHeldIfTheSettingsSaySo() {
        KvOperation<String> asking = payments().reconciledBy(call -> {
            throw new AssertionError("asked");
        });
        started(asking.begin("1"));
        under.advance(LEASE);
        assertThatThrownBy(() -> asking.begin("1")).isInstanceOf(IdempotencyOutcomeUnknownException.class);
    }

    @Test
    void heldCallIsResolvedByItsFence() {
        KvClaims claims = client.claims().operation("payments");
        KvHandle<String> handle = started(payments().begin("1"));
        assertThat(handle.hold()).isTrue();
        assertThatThrownBy(() -> payments().begin("1"))
                .isInstanceOfSatisfying(
                        IdempotencyOutcomeUnknownException.class,
                        refusal -> assertThat(refusal.fence()).isEqualTo(handle.fence()));
        assertThat(claims.find("1").entry().state()).isEqualTo(State.UNDECIDED);
        assertThat(claims.find("1").fence()).isEqualTo(handle.fence());
        assertThat(claims.resolve("1", handle.fence() - 1, String.class, "wrong"))
                .isEqualTo(ResolveReply.STALE);
        assertThat(claims.resolve("1", handle.fence(), String.class, "decided")).isEqualTo(ResolveReply.RESOLVED);
        assertThat(payments().begin("1")).isEqualTo(new Begun.Completed<>("decided"));
        assertThat(handle.complete("late")).isFalse();
    }

    @Test
    void heldCallIsResolvedWithoutAResult() {
        KvHandle<String> handle = started(payments().begin("1"));
        handle.hold();
        KvClaims claims = client.claims().operation("payments");
        assertThat(claims.resolve("1", handle.fence())).isEqualTo(ResolveReply.RESOLVED);
        assertThatThrownBy(() -> payments().begin("1")).isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> client.claims().operation("responses").resolve("1", 1, String.class, "x"));
    }

    @Test
    void heldCallIsReleased() {
        KvHandle<String> handle = started(payments().begin("1"));
        KvClaims claims = client.claims().operation("payments");
        assertThat(claims.release("1", handle.fence())).as("a running call").isEqualTo(ResolveReply.STALE);
        handle.hold();
        assertThat(claims.release("1", handle.fence())).isEqualTo(ResolveReply.RESOLVED);
        assertThat(started(payments().begin("1")).attempt()).isOne();
        assertThat(claims.release("2", 1)).isEqualTo(ResolveReply.MISSING);
        assertThat(claims.find("2")).isNull();
    }

    @Test
    void recordIsForgottenUnlessItsCallRuns() {
        KvClaims claims = client.claims().operation("payments");
        KvHandle<String> handle = started(payments().begin("1"));
        assertThat(claims.forget("1", handle.fence())).isEqualTo(ResolveReply.STALE);
        handle.complete("paid");
        assertThat(claims.forget("1", handle.fence() + 1)).isEqualTo(ResolveReply.STALE);
        assertThat(claims.forget("1", handle.fence())).isEqualTo(ResolveReply.RESOLVED);
        assertThat(claims.find("1")).isNull();
        assertThat(claims.forget("1", handle.fence())).isEqualTo(ResolveReply.MISSING);
        started(payments().begin("1"));
    }

    @Test
    void whateverBecameOfItACallRunsOnceMore() {
        KvClaims claims = client.claims().operation("payments");
        KvHandle<String> first = started(payments().begin("1"));
        assertThat(claims.runOnceMore("1", first.fence())).as("running").isEqualTo(ResolveReply.STALE);
        first.complete("paid");
        assertThat(claims.runOnceMore("1", first.fence())).as("done").isEqualTo(ResolveReply.RESOLVED);
        KvHandle<String> second = started(payments().begin("1"));
        under.advance(LEASE);
        assertThat(claims.runOnceMore("1", second.fence())).as("died").isEqualTo(ResolveReply.RESOLVED);
        KvHandle<String> third = started(payments().begin("1"));
        third.hold();
        assertThat(claims.runOnceMore("1", third.fence())).as("held").isEqualTo(ResolveReply.RESOLVED);
        assertThat(claims.runOnceMore("1", third.fence())).as("failed").isEqualTo(ResolveReply.RESOLVED);
        started(payments().begin("1"));
        assertThat(second.complete("late")).isFalse();
    }

    @Test
    void eventIsProcessedByHand() {
        KvConsumer shipping = client.consumer("shipping");
        KvHandle<Void> handle = started(shipping.begin("e1"));
        assertThat(shipping.isProcessed("e1")).isFalse();
        assertThatThrownBy(() -> shipping.processOnce("e1", () -> {})).isInstanceOf(EventInProgressException.class);
        assertThat(shipping.resume("e1", handle.written()).complete(null)).isTrue();
        assertThat(shipping.isProcessed("e1")).isTrue();
        assertThat(shipping.processOnce("e1", () -> {})).isFalse();
        assertThat(shipping.begin("e1")).isEqualTo(new Begun.Completed<Void>(null));
    }

    @Test
    void parkedEventIsReleasedOrCountedAsProcessed() {
        KvConsumer shipping = client.consumer("shipping");
        KvClaims claims = client.claims().consumer("shipping");
        for (String id : new String[] {"e1", "e2"}) {
            started(shipping.begin(id)).fail();
            assertThatThrownBy(() -> shipping.begin(id)).isInstanceOf(EventParkedException.class);
            assertThatThrownBy(() -> shipping.processOnce(id, () -> {})).isInstanceOf(EventParkedException.class);
            assertThat(claims.find(id).entry().state()).isEqualTo(State.PARKED);
        }
        assertThat(claims.release("e1", claims.find("e1").fence())).isEqualTo(ResolveReply.RESOLVED);
        assertThat(shipping.processOnce("e1", () -> {})).isTrue();
        assertThat(claims.resolve("e2", claims.find("e2").fence())).isEqualTo(ResolveReply.RESOLVED);
        assertThat(shipping.isProcessed("e2")).isTrue();
    }

    @Test
    void stagesDoTheSame() {
        AsyncKvOperation<String> operation = client.async().operation("payments", String.class);
        KvHandle<String> handle = started(join(operation.begin("1", "5 EUR")));
        assertThat(join(handle.async().renew())).isTrue();
        assertThat(join(operation.resume("1", handle.written()).complete("paid")))
                .isTrue();
        assertThat(join(operation.get("1"))).isEqualTo(new Begun.Completed<>("paid"));
        assertThat(join(operation.begin("1"))).isEqualTo(new Begun.Completed<>("paid"));
        AsyncKvConsumer shipping = client.async().consumer("shipping");
        KvHandle<Void> event = started(join(shipping.begin("e1")));
        assertThat(join(shipping.resume("e1", event.written()).fail())).isTrue();
        assertThat(join(shipping.isProcessed("e1"))).isFalse();
        assertThat(join(handle.async().fail())).isFalse();
        assertThat(join(handle.async().hold())).isFalse();
    }

    @Test
    void stagesOfDecisionsDoTheSame() {
        AsyncKvClaims claims = client.claims().async().operation("payments");
        long fence = held("1");
        assertThat(join(claims.find("1")).fence()).isEqualTo(fence);
        assertThat(join(claims.release("1", fence))).isEqualTo(ResolveReply.RESOLVED);
        fence = held("1");
        assertThat(join(claims.resolve("1", fence, String.class, "decided"))).isEqualTo(ResolveReply.RESOLVED);
        assertThat(payments().get("1")).isEqualTo(new Begun.Completed<>("decided"));
        assertThat(join(claims.runOnceMore("1", fence))).isEqualTo(ResolveReply.RESOLVED);
        fence = held("1");
        assertThat(join(claims.forget("1", fence))).isEqualTo(ResolveReply.RESOLVED);
        assertThat(join(claims.find("1"))).isNull();
        assertThat(join(client.async().claims().operation("payments").resolve("1", fence)))
                .isEqualTo(ResolveReply.MISSING);
    }

    @Test
    void stagesOfDecisionsKnowOwnersAndConsumers() {
        started(client.consumer("shipping").scoped("acme").begin("e1")).fail();
        AsyncKvClaims shipping = client.async().claims().consumer("shipping");
        assertThat(join(shipping.find("e1"))).isNull();
        AsyncKvClaims acme = shipping.scoped("acme");
        CompletionStage<ResolveReply> again =
                acme.find("e1").thenCompose(failed -> acme.runOnceMore("e1", failed.fence()));
        assertThat(join(again)).isEqualTo(ResolveReply.RESOLVED);
        started(client.consumer("shipping").scoped("acme").begin("e1"));
    }

    private long held(String key) {
        KvHandle<String> handle = started(payments().begin(key));
        handle.hold();
        return handle.fence();
    }

    @Test
    void contextOfAClientIsThatOfItsCall() {
        IdempotentResult<String> result = payments()
                .executeWith(
                        "1",
                        context -> context.step("charge", String.class, () -> "charged") + " " + context.attempt());
        assertThat(result).isEqualTo(new IdempotentResult<>("charged 1", false));
        assertThat(client.consumer("shipping")
                        .processOnceWith(
                                "e1", context -> assertThat(context.fence()).isPositive()))
                .isTrue();
    }

    @Test
    void eventIsMarkedInOneStep() {
        assertThat(client.alreadyProcessed("evt_1")).isFalse();
        assertThat(store.count("mark")).isOne();
        assertThat(store.count("claim") + store.count("complete")).isZero();
        assertThat(client.alreadyProcessed("evt_1")).isTrue();
        assertThat(join(client.async().alreadyProcessed("evt_1"))).isTrue();
        assertThat(join(client.async().alreadyProcessed("evt_2"))).isFalse();
        assertThat(store.count("claim") + store.count("complete")).isZero();
        assertThat(client.processOnce("evt_2", () -> {})).isFalse();
    }

    @Test
    void markWhoseReplyWasLostIsTheSameMark() {
        store.failNext(1, "mark", Fault.REPLY_LOST);
        assertThat(client.alreadyProcessed("evt_1")).isFalse();
        assertThat(client.alreadyProcessed("evt_1")).isTrue();
    }

    @Test
    void markOfUnknownOutcomeIsWithdrawn() {
        store.fail("mark", Fault.REPLY_LOST);
        assertThatThrownBy(() -> client.alreadyProcessed("evt_1")).isInstanceOf(KvException.class);
        store.heal();
        under.advance(Duration.ofMinutes(5));
        assertThat(client.alreadyProcessed("evt_1")).as("no event is lost").isFalse();
    }

    @Test
    void eventOfAConsumerIsMarkedOnceByBothFaces() {
        KvConsumer shipping = client.consumer("shipping");
        AsyncKvConsumer async = client.async().consumer("shipping");
        assertThat(shipping.alreadyProcessed("evt-1")).isFalse();
        assertThat(join(async.alreadyProcessed("evt-1"))).isTrue();
        assertThat(join(async.alreadyProcessed("evt-2"))).isFalse();
        assertThat(shipping.alreadyProcessed("evt-2")).isTrue();
        assertThat(shipping.processOnce("evt-2", () -> {})).isFalse();
        assertThat(shipping.scoped("acme").alreadyProcessed("evt-2")).isFalse();
        started(shipping.begin("evt-3"));
        assertThatThrownBy(() -> shipping.alreadyProcessed("evt-3")).isInstanceOf(EventInProgressException.class);
        assertThatThrownBy(() -> join(async.alreadyProcessed("evt-3"))).isInstanceOf(EventInProgressException.class);
    }
}
