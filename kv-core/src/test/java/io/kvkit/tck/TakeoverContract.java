package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.Claims;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.IdempotencyOutcomeUnknownException;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.Reconciled;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.recipe.once.Reconciliation;
import io.kvkit.recipe.once.Takeover;
import io.kvkit.store.KvException;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a call whose process died stays one until its outcome is known, and that attempts count that were made. */
public abstract class TakeoverContract extends IdempotencyFixture {

    private static final OnceSettings SETTINGS = OnceSettings.idempotency(LEASE, RETENTION, OnStoreFailure.FAIL);

    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void record() {
        guard = Reconciled.recording(guard);
    }

    private OnceCall call(OnceSettings settings) {
        return OnceCall.of(key, new Duplicates.Replay(TEXT), settings);
    }

    private Takeover asking(Reconciler reconciler) {
        return new Takeover(
                "payments",
                about -> {
                    asked.incrementAndGet();
                    return reconciler.reconcile(about);
                },
                List.of());
    }

    private OnceCall found() {
        return call(SETTINGS).asking(asking(about -> Reconciliation.done("found")));
    }

    private Claimed claim() {
        ClaimRequest request = ClaimRequest.create(null, LEASE, RETENTION);
        return (Claimed) result(new Claims(store, time).claim(key, request).toCompletableFuture());
    }

    private void abandon() {
        claim();
        pass(LEASE);
    }

    private Decision begun(OnceCall call) {
        Decision now = guard.decideNow(call);
        return now == null ? result(guard.decide(call)) : now;
    }

    private static <T> T result(CompletionStage<T> stage) {
        return result(stage.toCompletableFuture());
    }

    private void loseTheReplyToATakeover() {
        abandon();
        store.failNext(2, "claim", Fault.REPLY_LOST);
        assertThat(failure(guard, found(), Handler.returning("second"))).isInstanceOf(KvException.class);
        store.heal();
        // The claim is given back again until it cannot arrive late any more.
        pass(Duration.ofMinutes(3));
        assertThat(asked).hasValue(0);
    }

    @Test
    void takeoverWhoseReplyWasLostIsAskedAbout() {
        loseTheReplyToATakeover();
        assertThat(run(guard, found(), Handler.returning("third"))).isEqualTo("found");
        assertThat(asked).hasValue(1);
    }

    @Test
    void takeoverWhoseReplyWasLostIsHeldIfTheSettingsSaySo() {
        loseTheReplyToATakeover();
        OnceCall holding = call(SETTINGS.withOnAbandoned(OnAbandoned.HOLD));
        assertThat(failure(guard, holding, Handler.returning("third")))
                .isInstanceOf(IdempotencyOutcomeUnknownException.class);
    }

    @Test
    void takeoverThatIsTooLateAsksNobody() {
        abandon();
        Decision late = begun(found());
        pass(LEASE);
        claim();
        while (late instanceof Unfinished unfinished) {
            late = result(unfinished.rest().get());
        }
        assertThat(late)
                .isInstanceOfSatisfying(
                        Reject.class,
                        refused -> assertThat(refused.failure()).isInstanceOf(IdempotencyInProgressException.class));
        assertThat(asked).hasValue(0);
        assertThat(time.pending()).isZero();
    }

    @Test
    void takeoverIsNotAskedAboutWhileTheStoreFails() {
        abandon();
        store.fail("renew", Fault.REQUEST_LOST);
        assertThat(failure(guard, found(), Handler.returning("second"))).isInstanceOf(KvException.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void reconcilerThatFailsIsNoAttempt() {
        abandon();
        OnceCall call = call(SETTINGS.withMaxAttempts(2)).asking(asking(about -> {
            if (asked.get() < 3) {
                throw new IOException("the bank is away");
            }
            return Reconciliation.notDone();
        }));
        for (int i = 0; i < 2; i++) {
            assertThat(failure(guard, call, Handler.returning("second"))).hasMessage("the bank is away");
            pass(LEASE);
        }
        assertThat(run(guard, call, Handler.returning("third"))).isEqualTo("third");
    }

    @Test
    void callThatWasNotStartedIsNoAttempt() {
        OnceCall call = call(SETTINGS.withMaxAttempts(1));
        CancellationException reason = new CancellationException("the executor is full");
        for (int i = 0; i < 2; i++) {
            Proceed proceed = (Proceed) begun(call);
            assertThat(result(guard.abandoned(proceed.ticket(), reason))).isEqualTo(new Reject(reason));
        }
        assertThat(run(guard, call, Handler.returning("third"))).isEqualTo("third");
        assertThat(outcomes).startsWith(Outcome.CLAIMED, Outcome.RELEASED);
    }

    @Test
    void takeoverThatWasNotStartedIsAskedAboutAgain() {
        abandon();
        OnceCall call = call(SETTINGS).asking(asking(about -> Reconciliation.notDone()));
        Decision decision = begun(call);
        while (decision instanceof Unfinished unfinished) {
            decision = result(unfinished.rest().get());
        }
        result(guard.abandoned(((Proceed) decision).ticket(), new CancellationException("the executor is full")));
        assertThat(run(guard, found(), Handler.returning("third"))).isEqualTo("found");
        assertThat(asked).hasValue(2);
    }

    @Test
    void eventThatWasDoneIsADuplicateWhateverTheReconcilerFound() {
        abandon();
        OnceSettings events = OnceSettings.dedupe(LEASE, RETENTION, InProgress.REJECT, OnStoreFailure.FAIL);
        OnceCall event = OnceCall.of(key, new Duplicates.Skip(() -> "duplicate"), events)
                .asking(asking(about -> Reconciliation.done("found")));
        Handler handler = Handler.returning("second");
        assertThat(run(guard, event, handler)).isEqualTo("duplicate");
        assertThat(run(guard, event, handler)).isEqualTo("duplicate");
        assertThat(handler.runs()).isZero();
        assertThat(asked).hasValue(1);
    }
}
