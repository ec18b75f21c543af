package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.KvException;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Limits in shadow mode: they refuse nothing, and count as if they did. */
abstract class ShadowContract extends LimitScenario {

    private static final LimitTerms SHADOW = LimitTerms.USUAL.with(LimitMode.SHADOW);
    private static final LimitTerms ENFORCED = LimitTerms.USUAL;

    @Test
    void limitInShadowModeCountsAsTheSameLimitEnforced() {
        Charge shadow = charge("shadow", 7, SHADOW);
        Charge enforced = charge("enforced", 7, ENFORCED);
        Random random = new Random(10);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            long cost = 1 + random.nextInt(3);
            RateLimitResult told = take(costing(shadow, cost));
            RateLimitResult obeyed = take(costing(enforced, cost));
            assertThat(told.allowed()).isTrue();
            assertThat(told.retryAfter()).isZero();
            assertThat(told.wouldRefuse()).isEqualTo(!obeyed.allowed());
            assertThat(told.remaining()).isEqualTo(obeyed.remaining());
            assertThat(told.policies().get(0).reset())
                    .isEqualTo(obeyed.policies().get(0).reset());
            refused += obeyed.allowed() ? 0 : 1;
            time().advance(Duration.ofMillis(random.nextInt(2_000)));
        }
        assertThat(refused).isBetween(1, 299);
        assertThat(counted("shadow", Outcome.WOULD_REFUSE)).isEqualTo(refused);
        assertThat(counted("enforced", Outcome.REFUSED)).isEqualTo(refused);
        assertThat(counted("shadow", Outcome.ALLOWED)).isEqualTo(counted("enforced", Outcome.ALLOWED));
        assertThat(record(shadow)).isEqualTo(record(enforced));
    }

    @Test
    void callPassesALimitInShadowModeAndPaysTheOthers() {
        Charge shadow = charge("shadow", 1, SHADOW);
        Charge enforced = charge("enforced", 3, ENFORCED);
        take(shadow, enforced);
        RateLimitResult second = take(shadow, enforced);
        assertThat(second.allowed()).isTrue();
        assertThat(second.wouldRefuse()).isTrue();
        assertThat(second.violated()).extracting(Policy::name).containsExactly("shadow");
        assertThat(remaining(enforced)).isEqualTo(1);
        assertThat(events)
                .extracting(RateLimitEvent::name, RateLimitEvent::outcome)
                .endsWith(tuple("shadow", Outcome.WOULD_REFUSE), tuple("enforced", Outcome.ALLOWED));
    }

    @Test
    void refusalOfAnotherLimitGivesBackWhatALimitInShadowModeCharged() {
        Charge shadow = charge("shadow", 3, SHADOW);
        Charge enforced = charge("enforced", 1, ENFORCED);
        take(enforced);
        RateLimitResult refused = take(shadow, enforced);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(WINDOW);
        assertThat(refused.violated()).extracting(Policy::name).containsExactly("enforced");
        assertThat(remaining(shadow)).isEqualTo(3);
    }

    @Test
    void bothRefusalsAreReportedAndTheWaitIsThatOfTheEnforcedLimit() {
        Charge shadow = costing(charge("shadow", 1, SHADOW), 2);
        Charge enforced = charge("enforced", 1, ENFORCED);
        take(enforced);
        RateLimitResult refused = take(shadow, enforced);
        assertThat(refused.retryAfter()).isEqualTo(WINDOW);
        assertThat(events)
                .extracting(RateLimitEvent::name, RateLimitEvent::outcome)
                .endsWith(tuple("shadow", Outcome.WOULD_REFUSE), tuple("enforced", Outcome.REFUSED));
    }

    @Test
    void failureOfTheStoreStopsNoCallOfALimitInShadowMode() {
        Charge shadow = charge("shadow", 1, SHADOW);
        store.fail("bucket", Fault.REQUEST_LOST);
        for (OnStoreFailure policy : List.of(OnStoreFailure.CLOSED, OnStoreFailure.OPEN)) {
            RateLimitResult passed = take(policy, shadow);
            assertThat(passed.allowed()).isTrue();
            assertThat(passed.decidedBy()).isEqualTo(DecidedBy.NOBODY);
        }
        assertThat(take(OnStoreFailure.LOCAL, shadow).wouldRefuse()).isFalse();
        RateLimitResult local = take(OnStoreFailure.LOCAL, shadow);
        assertThat(local.allowed()).isTrue();
        assertThat(local.wouldRefuse()).isTrue();
        assertThat(local.decidedBy()).isEqualTo(DecidedBy.LOCAL);
    }

    @Test
    void shareOfALimitInShadowModeRefusesNothingEither() {
        RateLimiterSettings half = RateLimiterSettings.DEFAULT.withLocalShares(limit -> 0.5);
        RateLimiter alone = new RateLimiter(store, new InMemoryKvStore(time()), half, KvListeners.NONE);
        store.fail("bucket", Fault.REQUEST_LOST);
        RateLimitCall call = RateLimitCall.of(charge("shadow", 2, SHADOW), OnStoreFailure.LOCAL);
        assertThat(Failures.join(alone.take(call)).wouldRefuse()).isFalse();
        RateLimitResult second = Failures.join(alone.take(call));
        assertThat(second.allowed()).isTrue();
        assertThat(second.wouldRefuse()).isTrue();
    }

    @Test
    void failureForALimitInShadowModeLeavesTheDecisionToTheOthers() {
        Charge shadow = charge("shadow", 1, SHADOW);
        Charge enforced = charge("enforced", 2, ENFORCED);
        store.failNext(1, "bucket", Fault.REQUEST_LOST);
        RateLimitResult passed = take(OnStoreFailure.CLOSED, shadow, enforced);
        assertThat(passed.allowed()).isTrue();
        assertThat(passed.decidedBy()).isEqualTo(DecidedBy.STORE);
        assertThat(passed.policies()).extracting(Policy::name).containsExactly("enforced");
        store.fail("bucket", Fault.REQUEST_LOST);
        assertThatThrownBy(() -> take(OnStoreFailure.CLOSED, shadow, enforced)).isInstanceOf(KvException.class);
    }

    @Test
    void guardCallsTheMethodInEveryStyle() {
        Charge shadow = charge("shadow", 1, SHADOW);
        take(shadow);
        for (CallStyle style : List.of(CallStyle.PLAIN, CallStyle.STAGE)) {
            CompletableFuture<RateLimitResult> shown = new CompletableFuture<>();
            RateLimitCall call = new RateLimitCall(List.of(shadow), OnStoreFailure.CLOSED, shown::complete);
            assertThat(result(start(style, call, () -> CompletableFuture.completedFuture("ran"))))
                    .isEqualTo("ran");
            assertThat(shown.join().wouldRefuse()).isTrue();
        }
    }

    @Test
    void partOfTheKeysIsRefused() {
        LimitTerms half = LimitTerms.USUAL.with(new LimitMode(50));
        int refused = 0;
        for (int client = 0; client < 40; client++) {
            Charge charge = charge("client" + client, 1, half);
            take(charge);
            for (int again = 0; again < 3; again++) {
                assertThat(take(charge).allowed()).isEqualTo(!charge.isEnforced());
            }
            refused += charge.isEnforced() ? 1 : 0;
        }
        assertThat(refused).isBetween(1, 39);
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }

    private static Charge costing(Charge charge, long cost) {
        return new Charge(charge.name(), charge.key(), charge.meter(), cost, charge.terms());
    }

    private long counted(String name, Outcome outcome) {
        return events.stream()
                .filter(event -> event.name().equals(name) && event.outcome() == outcome)
                .count();
    }

    private byte[] record(Charge charge) {
        return Failures.join(store.get(charge.key()));
    }
}
