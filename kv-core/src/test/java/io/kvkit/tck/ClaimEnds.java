package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimReply.Parked;
import io.kvkit.claim.ClaimReply.Unknown;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.MarkReply;
import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.Token;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ends of a claim other than a result or a failure: notes that outlive it, unknown outcomes, and marks without work. */
public abstract class ClaimEnds extends ClaimGroup {

    private FailReply hold(Token token) {
        return step(ClaimTransitions.hold(token, RETENTION.toMillis()));
    }

    private boolean note(Token token, String notes) {
        return step(ClaimTransitions.note(token, LEASE.toMillis(), RETENTION.toMillis(), bytes(notes)));
    }

    @Test
    void ownerHoldsItsKey() {
        long fence = won(first).fence();
        assertThat(hold(first)).isEqualTo(FailReply.RELEASED);
        assertThat(hold(first)).as("sent again").isEqualTo(FailReply.RELEASED);
        assertThat(claim(second)).isEqualTo(new Unknown(fence));
        advance(LEASE.multipliedBy(10));
        assertThat(claim(second)).isEqualTo(new Unknown(fence));
        advance(RETENTION);
        assertThat(won(second).how()).isEqualTo(How.NEW);
    }

    @Test
    void heldKeyTakesTheLateResultOfItsOwnerOnly() {
        won(first);
        hold(first);
        assertThat(complete(second, "wrong")).isEqualTo(CompleteReply.STALE);
        assertThat(fail(first)).isEqualTo(FailReply.STALE);
        assertThat(complete(first, "paid")).isEqualTo(CompleteReply.STORED);
        assertDone(claim(second), "paid");
        assertThat(hold(first)).as("after its result").isEqualTo(FailReply.STALE);
    }

    @Test
    void onlyTheOwnerHolds() {
        assertThat(hold(first)).isEqualTo(FailReply.MISSING);
        won(first);
        assertThat(hold(second)).isEqualTo(FailReply.STALE);
        fail(first);
        assertThat(hold(first)).isEqualTo(FailReply.STALE);
    }

    @Test
    void parkedKeyTellsItsFenceAndItsAttempts() {
        won(first);
        fail(first);
        long fence = won(second).fence();
        fail(second);
        assertThat(claim(request(third).withMaxAttempts(2))).isEqualTo(new Parked(fence, 2));
        assertThat(claim(first)).isEqualTo(new Parked(fence, 2));
    }

    @Test
    void notesOutliveTakeoverFailureAndDecision() {
        won(request(first, fingerprint(1)));
        assertThat(note(first, "one")).isTrue();
        assertThat(note(first, "one two")).isTrue();
        assertThat(won(request(first, fingerprint(1))).notes()).isEqualTo(bytes("one two"));
        assertThat(renew(first)).isTrue();
        advance(LEASE);
        Claimed taken = won(request(second, fingerprint(1)));
        assertThat(taken.how()).isEqualTo(How.TAKEOVER);
        assertThat(taken.notes()).isEqualTo(bytes("one two"));
        fail(second);
        assertThat(won(request(third, fingerprint(1))).notes()).isEqualTo(bytes("one two"));
        hold(third);
        long fence = record().fence();
        assertThat(step(ClaimTransitions.release(first, fence, RETENTION.toMillis())))
                .isEqualTo(ResolveReply.RESOLVED);
        assertThat(won(second).notes()).isEqualTo(bytes("one two"));
        assertThat(record().fingerprint()).isEqualTo(fingerprint(1));
        assertThat(record().hasValue()).isFalse();
    }

    @Test
    void lateNotesDoNotUndoLaterOnes() {
        won(first);
        note(first, "one two");
        advance(LEASE.dividedBy(2));
        assertThat(note(first, "one")).isTrue();
        assertThat(claim(second)).as("the lease is extended").isEqualTo(new Busy(LEASE, first));
        assertThat(won(first).notes()).isEqualTo(bytes("one two"));
    }

    @Test
    void resultTakesThePlaceOfNotes() {
        won(first);
        note(first, "one");
        assertThat(complete(first, "paid")).isEqualTo(CompleteReply.STORED);
        assertThat(record().notes()).isEmpty();
        assertDone(claim(second), "paid");
    }

    @Test
    void notesExtendTheLease() {
        won(first);
        advance(LEASE.dividedBy(2));
        note(first, "one");
        assertThat(claim(second)).isEqualTo(new Busy(LEASE, first));
    }

    @Test
    void onlyTheOwnerNotesAndNothingIsCreated() {
        assertThat(note(first, "one")).isFalse();
        assertThat(value()).isNull();
        abandon(first);
        won(second);
        assertThat(note(first, "late")).isFalse();
        assertThat(won(second).notes()).isEmpty();
        fail(second);
        assertThat(note(second, "late")).isFalse();
    }

    @Test
    void valueThatTheClaimKeepsIsNotOverwrittenByNotes() {
        staleValue("old");
        won(refreshing(first));
        assertThat(note(first, "one")).isFalse();
        assertThat(record().payload()).isEqualTo(bytes("old"));
    }

    private FailReply giveBack(Token token) {
        return step(ClaimTransitions.giveBack(token, RETENTION.toMillis()));
    }

    @Test
    void attemptThatIsGivenBackDoesNotCount() {
        won(request(first, fingerprint(1)));
        note(first, "one");
        assertThat(giveBack(second)).isEqualTo(FailReply.STALE);
        assertThat(giveBack(first)).isEqualTo(FailReply.RELEASED);
        assertThat(giveBack(first)).as("sent again").isEqualTo(FailReply.RELEASED);
        assertThat(record().attempts()).isZero();
        Claimed next = won(request(second, fingerprint(1)).withMaxAttempts(1));
        assertThat(next.attempt()).isOne();
        assertThat(next.how()).isEqualTo(How.RETRY);
        assertThat(next.notes()).isEqualTo(bytes("one"));
        assertThat(giveBack(first)).isEqualTo(FailReply.STALE);
    }

    @Test
    void takeoverThatIsGivenBackIsAbandonedAgain() {
        abandon(first);
        long fence = won(second).fence();
        assertThat(giveBack(second)).isEqualTo(FailReply.RELEASED);
        assertThat(giveBack(second)).as("sent again").isEqualTo(FailReply.RELEASED);
        assertThat(renew(second)).isFalse();
        assertThat(note(second, "late")).isFalse();
        assertThat(complete(second, "late")).isEqualTo(CompleteReply.STALE);
        Claimed next = won(third);
        assertThat(next.how()).isEqualTo(How.TAKEOVER);
        assertThat(next.attempt()).isEqualTo(2);
        assertThat(next.fence()).isGreaterThan(fence);
        assertThat(giveBack(second)).isEqualTo(FailReply.STALE);
    }

    @Test
    void keyThatIsLeftIsTakenUntilTheLeaseEnds() {
        abandon(first);
        won(second);
        assertThat(step(ClaimTransitions.leave(second, RETENTION.toMillis()))).isEqualTo(FailReply.RELEASED);
        assertThat(claim(third)).isEqualTo(new Busy(LEASE, Token.NONE));
        advance(LEASE);
        Claimed next = won(third);
        assertThat(next.how()).isEqualTo(How.TAKEOVER);
        assertThat(next.attempt()).isEqualTo(2);
    }

    @Test
    void valueIsThereAgainAfterItsClaimIsGivenBack() {
        staleValue("old");
        won(refreshing(first));
        assertThat(giveBack(first)).isEqualTo(FailReply.RELEASED);
        assertThat(record().payload()).isEqualTo(bytes("old"));
        assertThat(record().state()).isEqualTo(State.DONE);
    }

    @Test
    void resultIsAMark() {
        won(first);
        complete(first, "paid");
        assertThat(mark(first)).as("by the token of the result").isEqualTo(MarkReply.MARKED);
        assertThat(mark(second)).isEqualTo(MarkReply.DONE);
        assertThat(record().payload()).isEqualTo(bytes("paid"));
    }

    @Test
    void keyInUseIsNotMarked() {
        won(first);
        assertThat(mark(second)).isEqualTo(MarkReply.IN_USE);
        hold(first);
        assertThat(mark(second)).isEqualTo(MarkReply.IN_USE);
        assertThat(record().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void markIsWithdrawnByItsTokenOnly() {
        mark(first);
        assertThat(fail(first)).as("a failure").isEqualTo(FailReply.STALE);
        assertThat(withdraw(second)).isEqualTo(FailReply.STALE);
        assertThat(withdraw(first)).isEqualTo(FailReply.RELEASED);
        assertThat(withdraw(first)).as("sent again").isEqualTo(FailReply.RELEASED);
        assertThat(mark(second)).isEqualTo(MarkReply.MARKED);
        assertThat(withdraw(first)).isEqualTo(FailReply.STALE);
        advance(Duration.ofSeconds(1));
        assertThat(claim(third)).isInstanceOf(ClaimReply.Done.class);
    }

    @Test
    void withdrawalReleasesAClaimToo() {
        won(first);
        assertThat(step(ClaimTransitions.withdraw(first, RETENTION.toMillis()))).isEqualTo(FailReply.RELEASED);
        assertThat(won(second).how()).isEqualTo(How.RETRY);
    }
}
