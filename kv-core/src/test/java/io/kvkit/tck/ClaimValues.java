package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.Token;
import org.junit.jupiter.api.Test;

/** Values that are filled, refreshed and invalidated under a claim. */
public abstract class ClaimValues extends ClaimGroup {

    private boolean invalidate(byte[] ifHeader) {
        return step(ClaimTransitions.invalidate(ifHeader));
    }

    @Test
    void freshValueAnswersACallerThatWouldRefresh() {
        put("fresh");
        assertDone(claim(refreshing(first)), "fresh");
        advance(FRESH.minusMillis(1));
        assertDone(claim(refreshing(first)), "fresh");
    }

    @Test
    void valueWithOneEndTakesTheShortestHeader() {
        won(first);
        step(ClaimTransitions.complete(
                first, new Completion(bytes("value"), HARD.toMillis(), HARD.toMillis(), 0, null, IfMissing.REFUSE)));
        assertThat(value()).hasSize(ClaimRecord.MIN_LENGTH + "value".length());
        assertThat(record().freshUntil()).isEqualTo(record().hardUntil());
    }

    @Test
    void valueThatCanBeRefreshedHasRoomForTheClaim() {
        staleValue("old");
        int length = value().length;
        won(refreshing(first));
        assertThat(value()).hasSize(length);
        fail(first);
        assertThat(value()).hasSize(length);
    }

    @Test
    void staleValueIsClaimedAndKept() {
        staleValue("old");
        assertThat(won(refreshing(first)))
                .extracting(Claimed::how, Claimed::attempt)
                .containsExactly(How.REFRESH, 1);
        assertThat(record().state()).isEqualTo(State.PROCESSING);
        assertThat(record().payload()).isEqualTo(bytes("old"));
        assertThat(record().stamp()).isEqualTo(7);
    }

    @Test
    void staleValueAnswersACallerThatDoesNotRefresh() {
        staleValue("old");
        assertDone(claim(first), "old");
        won(refreshing(second));
        assertDone(claim(first), "old");
    }

    @Test
    void refreshIsBusyForTheNextWhoWouldRefresh() {
        staleValue("old");
        won(refreshing(first));
        assertThat(claim(refreshing(second))).isEqualTo(new Busy(LEASE, first));
    }

    @Test
    void refreshReplacesTheValue() {
        staleValue("old");
        won(refreshing(first));
        assertThat(fill(first, "new")).isEqualTo(CompleteReply.STORED);
        assertDone(claim(refreshing(second)), "new");
    }

    @Test
    void failedRefreshBringsTheValueBack() {
        staleValue("old");
        ClaimRecord before = record();
        won(refreshing(first));
        assertThat(fail(first)).isEqualTo(FailReply.RELEASED);
        assertThat(record().state()).isEqualTo(State.DONE);
        assertThat(record().payload()).isEqualTo(bytes("old"));
        assertThat(record().hardUntil()).isEqualTo(before.hardUntil());
        assertThat(won(refreshing(second)).how()).isEqualTo(How.REFRESH);
    }

    @Test
    void releasedRefreshMayStillDeliver() {
        staleValue("old");
        won(refreshing(first));
        fail(first);
        assertThat(fill(first, "new")).isEqualTo(CompleteReply.STORED);
        assertDone(claim(second), "new");
    }

    @Test
    void abandonedRefreshIsTakenOverWithTheValueKept() {
        staleValue("old");
        won(refreshing(first));
        advance(LEASE);
        assertThat(won(refreshing(second)))
                .extracting(Claimed::how, Claimed::attempt)
                .containsExactly(How.TAKEOVER, 2);
        assertThat(record().payload()).isEqualTo(bytes("old"));
        assertThat(fill(first, "stale")).isEqualTo(CompleteReply.STALE);
    }

    @Test
    void valueThatEndsDuringItsRefreshIsNotBroughtBack() {
        staleValue("old");
        won(refreshing(first));
        renew(first);
        advance(HARD.minus(FRESH));
        assertThat(fail(first)).isEqualTo(FailReply.RELEASED);
        assertThat(record().state()).isEqualTo(State.FAILED);
        assertThat(record().hasValue()).isFalse();
        assertThat(value()).hasSize(record().payloadOffset());
    }

    @Test
    void valueThatEndsDuringItsRefreshIsDroppedByTheNextOwner() {
        put("old");
        advance(HARD.minus(LEASE));
        won(refreshing(first));
        advance(LEASE);
        assertThat(won(refreshing(second)).how()).isEqualTo(How.TAKEOVER);
        assertThat(record().hasValue()).isFalse();
        assertThat(value()).hasSize(record().payloadOffset());
    }

    @Test
    void refreshKeepsTheRecordForItsLeaseAtLeast() {
        put("old");
        advance(HARD.minusSeconds(2));
        won(refreshing(first));
        advance(LEASE.minusSeconds(1));
        assertThat(claim(refreshing(second))).isInstanceOf(Busy.class);
    }

    @Test
    void renewalDoesNotProlongTheValue() {
        staleValue("old");
        long hardUntil = record().hardUntil();
        won(refreshing(first));
        renew(first);
        assertThat(record().hardUntil()).isEqualTo(hardUntil);
        advance(HARD.minus(FRESH).plusSeconds(1));
        assertThat(value()).isNull();
    }

    @Test
    void invalidationCancelsASlowFill() {
        won(refreshing(first));
        assertThat(invalidate(null)).isTrue();
        assertThat(fill(first, "outdated")).isEqualTo(CompleteReply.MISSING);
        assertThat(value()).isNull();
    }

    @Test
    void invalidationCancelsASlowRefreshTogetherWithItsValue() {
        staleValue("old");
        won(refreshing(first));
        assertThat(invalidate(null)).isTrue();
        assertThat(renew(first)).isFalse();
        assertThat(fill(first, "outdated")).isEqualTo(CompleteReply.MISSING);
        assertThat(value()).isNull();
    }

    @Test
    void slowFillDoesNotDisturbTheOneAfterAnInvalidation() {
        won(refreshing(first));
        invalidate(null);
        won(refreshing(second));
        assertThat(fill(first, "outdated")).isEqualTo(CompleteReply.STALE);
        assertThat(fail(first)).isEqualTo(FailReply.STALE);
        assertThat(fill(second, "current")).isEqualTo(CompleteReply.STORED);
        assertDone(claim(third), "current");
    }

    @Test
    void invalidationWithAHeaderDeletesExactlyThatRecord() {
        put("broken");
        byte[] header = record().header();
        assertThat(invalidate(header)).isTrue();
        assertThat(value()).isNull();
    }

    @Test
    void invalidationWithAHeaderKeepsALaterRecord() {
        put("broken");
        byte[] header = record().header();
        advance(FRESH);
        put("mended");
        assertThat(invalidate(header)).isFalse();
        assertDone(claim(first), "mended");
    }

    @Test
    void invalidationOfNothingDeletesNothing() {
        assertThat(invalidate(null)).isFalse();
        assertThat(invalidate(new byte[ClaimRecord.MIN_LENGTH])).isFalse();
    }

    @Test
    void putVoidsAClaim() {
        Claimed claimed = won(first);
        assertThat(put("put")).isGreaterThan(claimed.fence());
        assertThat(complete(first, "outdated")).isEqualTo(CompleteReply.STALE);
        assertThat(renew(first)).isFalse();
        assertDone(claim(second), "put");
    }

    @Test
    void putValueBelongsToNobody() {
        put("put");
        assertThat(record().token()).isEqualTo(Token.NONE);
        assertThat(fail(first)).isEqualTo(FailReply.STALE);
    }
}
