package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers to renewals that arrive when the renewal has ended. */
class PulseTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualTime time = new VirtualTime();
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private final AtomicInteger losses = new AtomicInteger();
    private final Pulse pulse =
            new Pulse(time, LEASE.toNanos(), Duration.ofHours(1).toNanos(), () -> answer, losses::incrementAndGet);

    @BeforeEach
    void renew() {
        pulse.start();
        time.advance(LEASE.dividedBy(3));
    }

    @Test
    void lossThatIsToldAfterTheEndIsNoLoss() {
        pulse.cancel();
        answer.complete(false);
        assertThat(pulse.lost()).isFalse();
        assertThat(losses).hasValue(0);
        assertThat(time.pending()).isZero();
    }

    @Test
    void lossThatIsToldWhileAStepEndsTheClaimIsLeftToTheAnswerOfTheStep() {
        pulse.ending();
        answer.complete(false);
        assertThat(pulse.lost()).isFalse();
        assertThat(losses).hasValue(0);
        assertThat(time.pending()).isZero();
    }

    @Test
    void renewalThatIsToldAfterTheEndBeginsNothing() {
        pulse.cancel();
        answer.complete(true);
        assertThat(time.pending()).isZero();
    }

    @Test
    void failureThatIsToldAfterTheEndBeginsNothing() {
        pulse.cancel();
        answer.completeExceptionally(new IllegalStateException("gone"));
        assertThat(time.pending()).isZero();
    }

    @Test
    void renewalThatIsNeverAnsweredAfterTheEndIsNoLoss() {
        pulse.cancel();
        time.advance(LEASE.multipliedBy(2));
        assertThat(pulse.lost()).isFalse();
        assertThat(losses).hasValue(0);
    }

    @Test
    void lossIsToldOnce() {
        time.advance(LEASE);
        answer.complete(false);
        assertThat(pulse.lost()).isTrue();
        assertThat(losses).hasValue(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void renewalCountsFromWhenItWasSent() {
        time.advance(LEASE.dividedBy(3));
        answer.complete(true);
        time.advance(LEASE.dividedBy(3).minus(MILLI));
        assertThat(pulse.lost()).isFalse();
    }
}
