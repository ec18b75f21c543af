package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which calls of a limiter are counted for the hot keys: each decision once, however it is made. */
abstract class CountedKeysContract extends LimitScenario {

    private final HotKeys hot = new HotKeys(16);

    @Override
    RateLimiter limiter() {
        RateLimiterSettings patient =
                RateLimiterSettings.DEFAULT.withTimeout(Duration.ofSeconds(20)).withHotKeys(hot);
        return new RateLimiter(seen(store), new InMemoryKvStore(time()), patient, KvListeners.NONE);
    }

    @Test
    void everyDecisionCountsOnceAndReadingDoesNot() {
        Charge charge = charge("api", 2, LimitTerms.USUAL);
        take(charge);
        Failures.join(limiter.take(RateLimitCall.of(charge, OnStoreFailure.CLOSED)));
        assertThat(take(charge).allowed()).isFalse();
        remaining(charge);
        Failures.join(limiter.refund(List.of(charge)));
        assertThat(counted("api")).containsExactly(new HotKey(charge.key(), 3, 1, 0));
    }

    @Test
    void shortWaysCountToo() {
        Charge charge = charge("api", 2, LimitTerms.USUAL);
        Passage passage = limiter.passage(charge);
        assertThat(passage.isOpen()).isEqualTo(limiter.isImmediate());
        if (passage.isOpen()) {
            assertThat(passage.pass()).isNotNull();
            assertThat(passage.passes()).isTrue();
        }
        assertThat(counted("api").stream().mapToLong(HotKey::calls).sum()).isEqualTo(passage.isOpen() ? 2 : 0);
    }

    @Test
    void onlyTheLimitThatRefusesCountsARefusal() {
        Charge user = charge("user", 10, LimitTerms.USUAL);
        Charge tenant = charge("tenant", 1, LimitTerms.USUAL);
        take(user, tenant);
        take(user, tenant);
        assertThat(counted("user")).containsExactly(new HotKey(user.key(), 2, 0, 0));
        assertThat(counted("tenant")).containsExactly(new HotKey(tenant.key(), 2, 1, 0));
    }

    @Test
    void refusalInShadowModeCountsAsOne() {
        Charge charge = charge("api", 1, LimitTerms.USUAL.with(LimitMode.SHADOW));
        take(charge);
        assertThat(take(charge).allowed()).isTrue();
        assertThat(counted("api")).containsExactly(new HotKey(charge.key(), 2, 1, 0));
    }

    @Test
    void callsThatThisJvmDecidesAloneCount() {
        Charge charge = charge("api", 1, LimitTerms.USUAL);
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        take(OnStoreFailure.LOCAL, charge);
        take(OnStoreFailure.OPEN, charge);
        store.heal();
        assertThat(counted("api")).extracting(HotKey::calls).containsExactly(2L);
    }

    private List<HotKey> counted(String limit) {
        return hot.of(limit, 10);
    }
}
