package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimReply.Parked;
import io.kvkit.claim.ClaimReply.Unknown;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.ResolveReply;
import io.kvkit.store.Transition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A step that is sent again with the same token, because its reply was lost, gets the same verdict. */
public abstract class ClaimResends extends ClaimGroup {

    private <R> R twice(Transition<R> transition) {
        R verdict = step(transition);
        byte[] left = value();
        advance(Duration.ofSeconds(1));
        assertThat(step(transition)).isEqualTo(verdict);
        assertThat(value()).isEqualTo(left);
        return verdict;
    }

    private How howTwice(ClaimRequest request) {
        return ((Claimed) twice(ClaimTransitions.claim(request))).how();
    }

    @Test
    void newClaim() {
        assertThat(howTwice(request(first, fingerprint(1)))).isEqualTo(How.NEW);
    }

    @Test
    void retry() {
        won(first);
        fail(first);
        assertThat(howTwice(request(second))).isEqualTo(How.RETRY);
    }

    @Test
    void takeover() {
        abandon(first);
        assertThat(howTwice(request(second))).isEqualTo(How.TAKEOVER);
    }

    @Test
    void refresh() {
        staleValue("old");
        assertThat(howTwice(refreshing(first))).isEqualTo(How.REFRESH);
    }

    @Test
    void takeoverOfARefresh() {
        staleValue("old");
        won(refreshing(first));
        advance(LEASE);
        assertThat(howTwice(refreshing(second))).isEqualTo(How.TAKEOVER);
    }

    @Test
    void claimWhoseLeaseHasLapsedMeanwhile() {
        Claimed claimed = won(first);
        advance(LEASE);
        assertThat(claim(first)).isEqualTo(claimed);
    }

    @Test
    void claimAfterARenewalTellsTheNewEnd() {
        Claimed claimed = won(first);
        advance(LEASE.dividedBy(3));
        renew(first);
        assertThat(won(first).fence()).isEqualTo(claimed.fence());
        assertThat(won(first).leaseUntilMicros()).isEqualTo(time.micros() + LEASE.toMillis() * 1_000);
    }

    @Test
    void claimThatHeld() {
        abandon(first);
        assertThat(twice(ClaimTransitions.claim(request(second).withOnAbandoned(OnAbandoned.HOLD))))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void claimThatParked() {
        won(first);
        fail(first);
        assertThat(twice(ClaimTransitions.claim(request(second).withMaxAttempts(1))))
                .isInstanceOf(Parked.class);
    }

    @Test
    void storedResult() {
        won(first);
        assertThat(twice(ClaimTransitions.complete(first, result("paid", IfMissing.RECREATE))))
                .isEqualTo(CompleteReply.STORED);
    }

    @Test
    void recreatedResult() {
        assertThat(twice(ClaimTransitions.complete(first, result("paid", IfMissing.RECREATE))))
                .isEqualTo(CompleteReply.RECREATED);
    }

    @Test
    void missingResult() {
        assertThat(twice(ClaimTransitions.complete(first, result("value", IfMissing.REFUSE))))
                .isEqualTo(CompleteReply.MISSING);
    }

    @Test
    void staleResult() {
        won(second);
        assertThat(twice(ClaimTransitions.complete(first, result("paid", IfMissing.RECREATE))))
                .isEqualTo(CompleteReply.STALE);
    }

    @Test
    void failure() {
        won(first);
        assertThat(twice(ClaimTransitions.fail(first, RETENTION.toMillis()))).isEqualTo(FailReply.RELEASED);
    }

    @Test
    void failureThatBringsTheValueBack() {
        staleValue("old");
        won(refreshing(first));
        assertThat(twice(ClaimTransitions.fail(first, RETENTION.toMillis()))).isEqualTo(FailReply.RELEASED);
    }

    @Test
    void missingFailure() {
        assertThat(twice(ClaimTransitions.fail(first, RETENTION.toMillis()))).isEqualTo(FailReply.MISSING);
    }

    @Test
    void lostRenewal() {
        won(first);
        assertThat(twice(ClaimTransitions.renew(second, LEASE.toMillis(), RETENTION.toMillis())))
                .isFalse();
    }

    @Test
    void renewal() {
        won(first);
        assertThat(renew(first)).isTrue();
        assertThat(renew(first)).isTrue();
    }

    @Test
    void decisionWithAResult() {
        long fence = won(first).fence();
        advance(LEASE);
        claim(request(second).withOnAbandoned(OnAbandoned.HOLD));
        assertThat(twice(ClaimTransitions.resolve(third, fence, result("decided", IfMissing.REFUSE))))
                .isEqualTo(ResolveReply.RESOLVED);
    }

    @Test
    void decisionToTryAgain() {
        long fence = won(first).fence();
        advance(LEASE);
        claim(request(second).withOnAbandoned(OnAbandoned.HOLD));
        assertThat(twice(ClaimTransitions.release(third, fence, RETENTION.toMillis())))
                .isEqualTo(ResolveReply.RESOLVED);
    }

    @Test
    void invalidation() {
        won(first);
        assertThat(step(ClaimTransitions.invalidate(null))).isTrue();
        assertThat(step(ClaimTransitions.invalidate(null))).isFalse();
        assertThat(value()).isNull();
    }
}
