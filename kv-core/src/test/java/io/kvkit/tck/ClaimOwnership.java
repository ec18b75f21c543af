package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.Mismatch;
import io.kvkit.claim.ClaimReply.Parked;
import io.kvkit.claim.ClaimReply.Unknown;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.Token;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an owner may do with its claim, and nobody else. */
public abstract class ClaimOwnership extends ClaimGroup {

    private ClaimRecord heldRecord() {
        abandon(first);
        assertThat(claim(request(second).withOnAbandoned(OnAbandoned.HOLD))).isInstanceOf(Unknown.class);
        return record();
    }

    private ClaimRecord parkedRecord() {
        won(first);
        fail(first);
        assertThat(claim(request(second).withMaxAttempts(1))).isInstanceOf(Parked.class);
        return record();
    }

    private ResolveReply resolve(long fence, String payload) {
        return step(ClaimTransitions.resolve(third, fence, result(payload, IfMissing.REFUSE)));
    }

    private ResolveReply release(long fence) {
        return step(ClaimTransitions.release(third, fence, RETENTION.toMillis()));
    }

    private ClaimReply overwrite(Token token, long fence) {
        return claim(ClaimRequest.overwrite(token, LEASE.toMillis(), fence));
    }

    @Test
    void valueIsOverwrittenByTheFenceOfItsRecord() {
        long fence = put("old");
        assertThat(overwrite(first, fence - 1)).isInstanceOf(Mismatch.class);
        assertThat(overwrite(first, fence)).isInstanceOf(Claimed.class);
        assertThat(record().hasValue()).isFalse();
        assertThat(overwrite(first, fence)).as("sent again").isInstanceOf(Claimed.class);
        assertThat(overwrite(second, fence)).isInstanceOf(Mismatch.class);
        assertThat(fill(first, "new")).isEqualTo(CompleteReply.STORED);
    }

    @Test
    void claimIsOverwrittenByTheFenceOfItsRecord() {
        long fence = won(first).fence();
        assertThat(overwrite(second, fence)).isInstanceOf(Claimed.class);
        assertThat(fill(first, "late")).isEqualTo(CompleteReply.STALE);
        assertThat(fill(second, "new")).isEqualTo(CompleteReply.STORED);
    }

    private CompleteReply keep(Token token) {
        return step(ClaimTransitions.complete(token, Completion.kept(FRESH.toMillis(), HARD.toMillis(), 8)));
    }

    @Test
    void valueThatTheClaimKeptGetsANewLife() {
        staleValue("old");
        won(refreshing(first));
        assertThat(keep(second)).isEqualTo(CompleteReply.STALE);
        assertThat(keep(first)).isEqualTo(CompleteReply.STORED);
        assertThat(keep(first)).as("sent again").isEqualTo(CompleteReply.STORED);
        assertDone(claim(refreshing(second)), "old");
        assertThat(record().stamp()).isEqualTo(8);
        advance(FRESH);
        assertThat(claim(refreshing(second))).isInstanceOf(Claimed.class);
    }

    @Test
    void valueThatIsGoneGetsNoNewLife() {
        won(first);
        assertThat(keep(first)).isEqualTo(CompleteReply.MISSING);
        staleValue("old");
        won(refreshing(second));
        step(ClaimTransitions.invalidate(null));
        assertThat(keep(second)).isEqualTo(CompleteReply.MISSING);
        assertThat(value()).isNull();
    }

    @Test
    void freshValueIsClaimedEarlyAndKept() {
        long seen = filled("old");
        Claimed claimed = (Claimed) claim(early(first, seen));
        assertDone(claim(refreshing(second)), "old");
        assertThat(claim(early(second, claimed.fence()))).isInstanceOf(Busy.class);
        assertThat(fail(first)).isEqualTo(FailReply.RELEASED);
        assertDone(claim(refreshing(second)), "old");
        assertThat(claim(early(second, claimed.fence()))).isInstanceOf(Claimed.class);
        assertThat(fill(second, "new")).isEqualTo(CompleteReply.STORED);
    }

    @Test
    void valueThatIsNewerThanTheOneSeenIsNotClaimedEarly() {
        long seen = filled("old");
        assertThat(claim(early(first, seen))).isInstanceOf(Claimed.class);
        assertThat(fill(first, "new")).isEqualTo(CompleteReply.STORED);
        assertDone(claim(early(second, seen)), "new");
    }

    @Test
    void valueWithoutRoomForAClaimIsNotClaimedEarly() {
        step(ClaimTransitions.put(bytes("old"), HARD.toMillis(), HARD.toMillis(), 0));
        assertDone(claim(early(first, record().fence())), "old");
    }

    /** Stores a value, and returns the fence of its record. */
    private long filled(String value) {
        put(value);
        return record().fence();
    }

    private static ClaimRequest early(Token token, long seen) {
        return ClaimRequest.early(token, LEASE.toMillis(), seen);
    }

    @Test
    void missingRecordIsNotOverwritten() {
        assertThat(overwrite(first, 0)).isInstanceOf(Mismatch.class);
        assertThat(value()).isNull();
    }

    @Test
    void renewalExtendsTheLease() {
        won(first);
        advance(LEASE.dividedBy(2));
        assertThat(renew(first)).isTrue();
        advance(LEASE.dividedBy(2));
        assertThat(claim(second)).isEqualTo(new Busy(LEASE.dividedBy(2), first));
    }

    @Test
    void renewalExtendsTheLifeOfTheRecord() {
        won(first);
        advance(RETENTION);
        assertThat(renew(first)).isTrue();
        advance(RETENTION);
        assertThat(record().token()).isEqualTo(first);
    }

    @Test
    void renewalOfNothingIsLostAndCreatesNothing() {
        assertThat(renew(first)).isFalse();
        assertThat(value()).isNull();
    }

    @Test
    void renewalByAnotherIsLostAndChangesNothing() {
        abandon(first);
        won(second);
        byte[] before = value();
        assertThat(renew(first)).isFalse();
        assertThat(value()).isEqualTo(before);
    }

    @Test
    void renewalAfterTheResultIsLost() {
        won(first);
        complete(first, "paid");
        assertThat(renew(first)).isFalse();
        assertDone(claim(second), "paid");
    }

    @Test
    void renewalRevivesALapsedClaimThatNobodyTook() {
        abandon(first);
        assertThat(renew(first)).isTrue();
        assertThat(claim(second)).isInstanceOf(Busy.class);
    }

    @Test
    void ownerLeavesItsResult() {
        Claimed claimed = won(request(first, fingerprint(3)));
        assertThat(complete(first, "paid")).isEqualTo(CompleteReply.STORED);
        ClaimRecord record = record();
        assertThat(record.state()).isEqualTo(State.DONE);
        assertThat(record.payload()).isEqualTo(bytes("paid"));
        assertThat(record.stamp()).isEqualTo(7);
        assertThat(record.fence()).isEqualTo(claimed.fence());
        assertThat(record.fingerprint()).isEqualTo(fingerprint(3));
        assertThat(record.leaseUntil()).isZero();
    }

    @Test
    void ownerWhoseLeaseLapsedLeavesItsResultIfNobodyTookOver() {
        abandon(first);
        assertThat(complete(first, "paid")).isEqualTo(CompleteReply.STORED);
        assertDone(claim(second), "paid");
    }

    @Test
    void staleOwnerCannotOverwriteTheNextOwner() {
        abandon(first);
        won(second);
        byte[] before = value();
        assertThat(complete(first, "stale")).isEqualTo(CompleteReply.STALE);
        assertThat(value()).isEqualTo(before);
    }

    @Test
    void staleOwnerCannotOverwriteAResult() {
        abandon(first);
        won(second);
        complete(second, "right");
        assertThat(complete(first, "stale")).isEqualTo(CompleteReply.STALE);
        assertDone(claim(third), "right");
    }

    @Test
    void staleOwnerCannotOverwriteAFailureOfTheNext() {
        abandon(first);
        won(second);
        fail(second);
        assertThat(complete(first, "stale")).isEqualTo(CompleteReply.STALE);
        assertThat(record().state()).isEqualTo(State.FAILED);
    }

    @Test
    void resultOfALostRecordIsRecreated() {
        assertThat(complete(first, "paid")).isEqualTo(CompleteReply.RECREATED);
        assertDone(claim(second), "paid");
    }

    @Test
    void resultOfALostRecordIsRefusedWhenAsked() {
        assertThat(fill(first, "value")).isEqualTo(CompleteReply.MISSING);
        assertThat(value()).isNull();
    }

    @Test
    void resultReplacesASpentValueOfAnother() {
        won(second);
        complete(second, "old");
        advance(HARD);
        assertThat(fill(first, "new")).isEqualTo(CompleteReply.MISSING);
        assertThat(complete(first, "new")).isEqualTo(CompleteReply.RECREATED);
        assertDone(claim(third), "new");
    }

    @Test
    void resultDisappearsASecondAfterItsHardEnd() {
        won(first);
        complete(first, "paid");
        advance(HARD);
        assertThat(value()).isNotNull();
        advance(Duration.ofSeconds(1));
        assertThat(value()).isNull();
    }

    @Test
    void failureByAnotherIsStale() {
        won(first);
        byte[] before = value();
        assertThat(fail(second)).isEqualTo(FailReply.STALE);
        assertThat(value()).isEqualTo(before);
    }

    @Test
    void failureOfNothingIsMissingAndCreatesNothing() {
        assertThat(fail(first)).isEqualTo(FailReply.MISSING);
        assertThat(value()).isNull();
    }

    @Test
    void failureAfterTheResultIsStale() {
        won(first);
        complete(first, "paid");
        assertThat(fail(first)).isEqualTo(FailReply.STALE);
        assertDone(claim(second), "paid");
    }

    @Test
    void failureKeepsFingerprintAndAttemptsForItsOwnRetention() {
        won(request(first, fingerprint(1)));
        step(ClaimTransitions.fail(first, HARD.toMillis()));
        assertThat(record().fingerprint()).isEqualTo(fingerprint(1));
        assertThat(record().attempts()).isEqualTo(1);
        advance(HARD.plusSeconds(1));
        assertThat(value()).isNull();
    }

    @Test
    void lateOwnerResolvesAnUnknownOutcome() {
        heldRecord();
        assertThat(complete(first, "paid")).isEqualTo(CompleteReply.STORED);
        assertDone(claim(second), "paid");
    }

    @Test
    void decisionGivesAnUnknownOutcomeItsResult() {
        long fence = heldRecord().fence();
        assertThat(resolve(fence, "decided")).isEqualTo(ResolveReply.RESOLVED);
        assertDone(claim(second), "decided");
        assertThat(complete(first, "late")).isEqualTo(CompleteReply.STALE);
    }

    @Test
    void decisionLetsAParkedKeyCountFromOne() {
        long fence = parkedRecord().fence();
        assertThat(release(fence)).isEqualTo(ResolveReply.RESOLVED);
        assertThat(won(request(second).withMaxAttempts(1)).attempt()).isEqualTo(1);
    }

    @Test
    void decisionWithAnotherFenceIsStale() {
        ClaimRecord held = heldRecord();
        assertThat(resolve(held.fence() + 1, "decided")).isEqualTo(ResolveReply.STALE);
        assertThat(record().header()).isEqualTo(held.header());
    }

    @Test
    void decisionOnALiveClaimIsStale() {
        long fence = won(first).fence();
        assertThat(resolve(fence, "decided")).isEqualTo(ResolveReply.STALE);
        assertThat(release(fence)).isEqualTo(ResolveReply.STALE);
    }

    @Test
    void decisionOnNothingIsMissing() {
        assertThat(resolve(1, "decided")).isEqualTo(ResolveReply.MISSING);
        assertThat(value()).isNull();
    }
}
