package io.kvkit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.ratelimit.RateLimitResult.DecidedBy;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of calls while the store fails, if it answers at once. */
class RateLimitFailureTest extends RateLimitFixture {

    private final Charge charge = charge("api", "a", 2);

    @Test
    void openPassesAndCountsNothing() {
        store.fail("bucket", Fault.REQUEST_LOST);
        for (int i = 0; i < 5; i++) {
            RateLimitResult result = take(OnStoreFailure.OPEN, charge);
            assertThat(result.allowed()).isTrue();
            assertThat(result.decidedBy()).isEqualTo(DecidedBy.NOBODY);
        }
        store.heal();
        assertThat(remaining(charge)).isEqualTo(2);
    }

    @Test
    void closedFailsWithTheErrorOfTheStore() {
        store.fail("bucket", Fault.REQUEST_LOST);
        assertThatThrownBy(() -> take(OnStoreFailure.CLOSED, charge))
                .isInstanceOfSatisfying(
                        KvException.class, e -> assertThat(e.kind()).isEqualTo(KvException.Kind.TRANSIENT));
    }

    @Test
    void localLimitsAloneUntilTheStoreIsBack() {
        store.fail("bucket", Fault.REQUEST_LOST);
        assertThat(take(OnStoreFailure.LOCAL, charge).decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(take(OnStoreFailure.LOCAL, charge).allowed()).isTrue();
        RateLimitResult refused = take(OnStoreFailure.LOCAL, charge);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        store.heal();
        assertThat(take(OnStoreFailure.LOCAL, charge).decidedBy()).isEqualTo(DecidedBy.STORE);
    }

    @Test
    void localRefusalGivesBackWhatTheStoreHadGranted() {
        Charge other = charge("other", "o", 1);
        store.failNext(1, "bucket", Fault.REQUEST_LOST);
        assertThat(take(OnStoreFailure.LOCAL, charge, other).allowed()).isTrue();
        assertThat(remaining(other)).isZero();
        time.advance(WINDOW.minusSeconds(1));
        await(limiter.refund(List.of(other)));
        store.failNext(1, "bucket", Fault.REQUEST_LOST);
        assertThat(take(OnStoreFailure.LOCAL, charge, other).allowed()).isFalse();
        assertThat(remaining(other)).isEqualTo(1);
    }

    @Test
    void closedFailureGivesBackWhatTheStoreHadGranted() {
        Charge other = charge("other", "o", 1);
        store.failNext(1, "bucket", Fault.REQUEST_LOST);
        assertThatThrownBy(() -> take(OnStoreFailure.CLOSED, charge, other)).isInstanceOf(KvException.class);
        assertThat(remaining(other)).isEqualTo(1);
    }

    @Test
    void foreignRecordFollowsThePolicyToo() {
        await(store.set(charge.key(), new byte[] {1}, Ttl.NONE));
        assertThat(take(OnStoreFailure.LOCAL, charge).decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThatThrownBy(() -> take(OnStoreFailure.CLOSED, charge))
                .isInstanceOf(KvException.class)
                .hasMessageContaining("not a limit's record");
        assertThat(await(store.get(charge.key()))).containsExactly(1);
    }

    @Test
    void peekAndRefundFailWithTheErrorOfTheStore() {
        store.fail("meter", Fault.REQUEST_LOST);
        assertThatThrownBy(() -> await(limiter.peek(List.of(charge)))).isInstanceOf(KvException.class);
        assertThatThrownBy(() -> await(limiter.refund(List.of(charge)))).isInstanceOf(KvException.class);
    }

    @Test
    void localNeedsAStoreThatNeedsNoIo() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimiter(store, remote(store)));
        RateLimiter alone = new RateLimiter(remote(store));
        RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.LOCAL);
        assertThatIllegalArgumentException().isThrownBy(() -> alone.take(call));
    }
}
