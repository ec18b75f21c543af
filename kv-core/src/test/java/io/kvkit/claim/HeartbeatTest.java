package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final Claims claims = new Claims(store, time, Duration.ofMinutes(10));
    private final Key key = Namespace.of("test", "kv", "raw", Retention.KEPT).key("key");
    private final Token owner = Token.random();
    private final AtomicInteger losses = new AtomicInteger();

    private ClaimReply claim(Token token) {
        return Failures.join(claims.claim(key, request(token)));
    }

    private static ClaimRequest request(Token token) {
        return ClaimRequest.create(token, null, LEASE.toMillis(), 3_600_000);
    }

    private Heartbeat start() {
        assertThat(claim(owner)).isInstanceOf(Claimed.class);
        return claims.heartbeat(key, request(owner), losses::incrementAndGet);
    }

    @Test
    void claimLivesFarBeyondItsLease() {
        Heartbeat beat = start();
        time.advance(LEASE.multipliedBy(10));
        assertThat(beat.lost()).isFalse();
        assertThat(claim(Token.random())).isEqualTo(new Busy(LEASE, owner));
        assertThat(store.count("renew")).isEqualTo(30);
    }

    @Test
    void claimThatIsHeldForAShortTimeCostsOneTaskOfTheTimer() {
        Heartbeat beat = start();
        assertThat(time.pending()).isEqualTo(1);
        beat.cancel();
        assertThat(time.pending()).isZero();
    }

    @Test
    void claimThatIsNeverRenewedIsLostWithItsLease() {
        claim(owner);
        Claims impatient = new Claims(store, time, LEASE.dividedBy(3));
        Heartbeat beat = impatient.heartbeat(key, request(owner), losses::incrementAndGet);
        time.advance(LEASE.minus(MILLI));
        assertThat(beat.lost()).isFalse();
        time.advance(MILLI);
        assertThat(beat.lost()).isTrue();
        assertThat(store.count("renew")).isZero();
    }

    @Test
    void cancelEndsTheRenewalAndLeavesNothingBehind() {
        Heartbeat beat = start();
        time.advance(LEASE);
        beat.cancel();
        assertThat(time.pending()).isZero();
        time.advance(LEASE);
        assertThat(claim(Token.random())).isInstanceOf(Claimed.class);
        assertThat(beat.lost()).isFalse();
        assertThat(losses).hasValue(0);
    }

    @Test
    void claimIsLostWhenTheStoreSaysSo() {
        Heartbeat beat = start();
        Failures.join(claims.invalidate(key, null));
        time.advance(LEASE.dividedBy(3));
        assertThat(beat.lost()).isTrue();
        assertThat(losses).hasValue(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void failedRenewalIsTriedAgainWithinTheLease() {
        Heartbeat beat = start();
        store.failNext(3, "renew", Fault.REQUEST_LOST);
        time.advance(LEASE.multipliedBy(5));
        assertThat(beat.lost()).isFalse();
        assertThat(claim(Token.random())).isInstanceOf(Busy.class);
    }

    @Test
    void claimIsLostWhenNoRenewalComesThroughForALease() {
        Heartbeat beat = start();
        store.fail("renew", Fault.REQUEST_LOST);
        time.advance(LEASE.minus(MILLI));
        assertThat(beat.lost()).isFalse();
        time.advance(MILLI);
        assertThat(beat.lost()).isTrue();
        assertThat(losses).hasValue(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void lossIsCountedFromTheLastRenewalThatCameThrough() {
        Heartbeat beat = start();
        time.advance(LEASE.dividedBy(3));
        store.fail("renew", Fault.REQUEST_LOST);
        time.advance(LEASE.minus(MILLI));
        assertThat(beat.lost()).isFalse();
        time.advance(MILLI);
        assertThat(beat.lost()).isTrue();
    }

    @Test
    void renewalWhoseReplyIsLostDoesNotCountAsOne() {
        Heartbeat beat = start();
        store.fail("renew", Fault.REPLY_LOST);
        time.advance(LEASE);
        assertThat(beat.lost()).isTrue();
    }

    @Test
    void longestRunTimeEndsTheRenewal() {
        Heartbeat beat = start();
        time.advance(Duration.ofMinutes(10));
        assertThat(beat.lost()).isFalse();
        time.advance(LEASE);
        assertThat(beat.lost()).isTrue();
        assertThat(claim(Token.random())).isInstanceOf(Claimed.class);
        assertThat(time.pending()).isZero();
    }

    @Test
    void cancelAfterTheLossChangesNothing() {
        Heartbeat beat = start();
        Failures.join(claims.invalidate(key, null));
        time.advance(LEASE);
        beat.cancel();
        assertThat(beat.lost()).isTrue();
        assertThat(losses).hasValue(1);
    }
}
