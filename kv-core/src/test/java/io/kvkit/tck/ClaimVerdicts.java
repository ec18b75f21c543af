package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimReply.Mismatch;
import io.kvkit.claim.ClaimReply.Parked;
import io.kvkit.claim.ClaimReply.Unknown;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.store.Ttl;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** What a claim answers in every state of its key. */
public abstract class ClaimVerdicts extends ClaimGroup {

    private static final int ATTEMPTS = 36;
    private static final Duration MICRO = Duration.of(1, ChronoUnit.MICROS);

    private void hold() {
        advance(LEASE);
        assertThat(claim(request(third).withOnAbandoned(OnAbandoned.HOLD))).isInstanceOf(Unknown.class);
    }

    private void park() {
        won(first);
        fail(first);
        assertThat(claim(request(third).withMaxAttempts(1))).isInstanceOf(Parked.class);
    }

    @Test
    void freeKeyIsWonAsNew() {
        long now = time.micros();
        Claimed expected = new Claimed(How.NEW, now, 1, now + LEASE.toMillis() * 1_000, false);
        assertThat(claim(first)).isEqualTo(expected);
        assertThat(record().token()).isEqualTo(first);
        assertThat(record().state()).isEqualTo(State.PROCESSING);
    }

    @Test
    void secondClaimIsRefusedWhileLeaseIsLive() {
        won(first);
        advance(Duration.ofSeconds(10));
        assertThat(claim(second)).isEqualTo(new Busy(LEASE.minusSeconds(10), first));
        assertThat(record().token()).isEqualTo(first);
    }

    @Test
    void leaseIsLiveToItsLastMicrosecond() {
        won(first);
        advance(LEASE.minus(MICRO));
        assertThat(claim(second)).isEqualTo(new Busy(MICRO, first));
        advance(MICRO);
        assertThat(won(second).how()).isEqualTo(How.TAKEOVER);
    }

    @Test
    void abandonedClaimIsTakenOverWithNextAttemptAndHigherFence() {
        Claimed abandoned = won(first);
        advance(LEASE);
        Claimed taken = won(second);
        assertThat(taken.how()).isEqualTo(How.TAKEOVER);
        assertThat(taken.attempt()).isEqualTo(2);
        assertThat(taken.fence()).isGreaterThan(abandoned.fence());
        assertThat(record().token()).isEqualTo(second);
    }

    @Test
    void abandonedClaimStaysVisibleUntilItsRetentionEnds() {
        won(first);
        advance(RETENTION);
        assertThat(record().state()).isEqualTo(State.PROCESSING);
        advance(Duration.ofSeconds(1));
        assertThat(value()).isNull();
        assertThat(won(second)).extracting(Claimed::how, Claimed::attempt).containsExactly(How.NEW, 1);
    }

    @Test
    void leaseLongerThanRetentionKeepsTheRecord() {
        won(ClaimRequest.create(first, null, RETENTION.toMillis(), LEASE.toMillis()));
        advance(RETENTION.minusSeconds(1));
        assertThat(claim(second)).isEqualTo(new Busy(Duration.ofSeconds(1), first));
    }

    @Test
    void failedAttemptIsRetriedAtOnce() {
        won(first);
        fail(first);
        assertThat(won(second)).extracting(Claimed::how, Claimed::attempt).containsExactly(How.RETRY, 2);
    }

    @Test
    void valueAnswersWithItsPayloadAndItsEnds() {
        won(first);
        long now = time.micros();
        complete(first, "paid");
        assertDone(claim(second), "paid");
        ClaimReply.Done done = (ClaimReply.Done) claim(second);
        assertThat(done.freshUntilMicros()).isEqualTo(now + FRESH.toMillis() * 1_000);
        assertThat(done.hardUntilMicros()).isEqualTo(now + HARD.toMillis() * 1_000);
    }

    @Test
    void valuePastItsHardEndCountsAsNothing() {
        won(request(first, fingerprint(1)));
        complete(first, "old");
        long fence = record().fence();
        advance(HARD);
        Claimed next = won(request(second, fingerprint(2)));
        assertThat(next).extracting(Claimed::how, Claimed::attempt).containsExactly(How.NEW, 1);
        assertThat(next.fence()).isGreaterThan(fence);
    }

    @Test
    void otherFingerprintIsRefusedWhileProcessing() {
        won(request(first, fingerprint(1)));
        assertThat(claim(request(second, fingerprint(2)))).isInstanceOf(Mismatch.class);
        assertThat(claim(request(first, fingerprint(2)))).isInstanceOf(Mismatch.class);
    }

    @Test
    void otherFingerprintIsRefusedWhenAbandoned() {
        won(request(first, fingerprint(1)));
        advance(LEASE);
        assertThat(claim(request(second, fingerprint(2)))).isInstanceOf(Mismatch.class);
        assertThat(record().token()).isEqualTo(first);
    }

    @Test
    void otherFingerprintIsRefusedWhenDone() {
        won(request(first, fingerprint(1)));
        complete(first, "paid");
        assertThat(claim(request(second, fingerprint(2)))).isInstanceOf(Mismatch.class);
        assertDone(claim(request(second, fingerprint(1))), "paid");
    }

    @Test
    void otherFingerprintIsRefusedWhenFailed() {
        won(request(first, fingerprint(1)));
        fail(first);
        assertThat(claim(request(second, fingerprint(2)))).isInstanceOf(Mismatch.class);
        assertThat(won(request(second, fingerprint(1))).how()).isEqualTo(How.RETRY);
    }

    @Test
    void otherFingerprintIsRefusedWhenUnknown() {
        won(request(first, fingerprint(1)));
        hold();
        assertThat(claim(request(second, fingerprint(2)))).isInstanceOf(Mismatch.class);
    }

    @Test
    void fingerprintOutlivesTakeoverByAnOwnerWithoutOne() {
        won(request(first, fingerprint(1)));
        advance(LEASE);
        won(second);
        assertThat(record().fingerprint()).isEqualTo(fingerprint(1));
    }

    @Test
    void claimWithoutFingerprintIsNotCompared() {
        won(request(first, fingerprint(1)));
        assertThat(claim(second)).isInstanceOf(Busy.class);
    }

    @Test
    void abandonedClaimIsHeldWhenAsked() {
        won(first);
        hold();
        assertThat(record().state()).isEqualTo(State.UNKNOWN);
        assertThat(claim(second)).isInstanceOf(Unknown.class);
        assertThat(claim(first)).isInstanceOf(Unknown.class);
    }

    @Test
    void liveClaimIsBusyAlsoForACallerThatHolds() {
        won(first);
        assertThat(claim(request(second).withOnAbandoned(OnAbandoned.HOLD))).isInstanceOf(Busy.class);
    }

    @Test
    void failedAttemptsAtTheirBoundAreParked() {
        park();
        assertThat(record().state()).isEqualTo(State.PARKED);
        assertThat(claim(second)).isInstanceOf(Parked.class);
    }

    @Test
    void abandonedAttemptsAtTheirBoundAreParked() {
        abandon(first);
        won(request(second).withMaxAttempts(2));
        advance(LEASE);
        assertThat(claim(request(third).withMaxAttempts(2))).isInstanceOf(Parked.class);
    }

    @Test
    void withoutBoundAttemptsGoOn() {
        for (int attempt = 1; attempt <= 20; attempt++) {
            assertThat(won(second).attempt()).isEqualTo(attempt);
            fail(second);
        }
    }

    @Test
    void attemptsAreCountedToTheirLastNumber() {
        won(first);
        fail(first);
        byte[] record = value();
        record[ATTEMPTS] = (byte) 0xFF;
        record[ATTEMPTS + 1] = (byte) 0xFF;
        byte[] checked = checked(ByteBuffer.wrap(record)).array();
        await(store.set(key, checked, Ttl.ofMillis(RETENTION.toMillis())));
        assertThat(won(second).attempt()).isEqualTo(ClaimRequest.MAX_ATTEMPTS);
        assertThat(record().attempts()).isEqualTo(ClaimRequest.MAX_ATTEMPTS);
    }
}
