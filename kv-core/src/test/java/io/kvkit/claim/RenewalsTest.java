package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Renewals on a store that needs I/O are sent together. */
class RenewalsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int CLAIMS = 1_000;

    private final VirtualTime time = new VirtualTime();
    private final Remote store = new Remote(time);
    private final Claims claims = Claims.renewedTogether(store, time);
    private final AtomicInteger losses = new AtomicInteger();

    /** A store that is not immediate, and counts what it is sent. */
    private static final class Remote extends ForwardingKvStore {

        private final List<Integer> batches = new ArrayList<>();
        private int single;
        private boolean fails;

        Remote(VirtualTime time) {
            super(new InMemoryKvStore(time));
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            single += transition instanceof RenewTransition ? 1 : 0;
            return super.apply(key, transition);
        }

        @Override
        public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
            batches.add(transitions.size());
            return fails
                    ? CompletableFuture.failedFuture(KvException.permanent("applyAll", null, "the store fails"))
                    : super.applyAll(transitions);
        }
    }

    private static Key key(int number) {
        return Namespace.of("test", "kv", "raw", Retention.KEPT).key(Integer.toString(number));
    }

    private List<Heartbeat> beats(int count) {
        return IntStream.range(0, count).mapToObj(this::beat).toList();
    }

    private Heartbeat beat(int number) {
        ClaimRequest request = ClaimRequest.create(null, LEASE, Duration.ofHours(1));
        Failures.join(claims.claim(key(number), request));
        return claims.heartbeat(key(number), request, losses::incrementAndGet);
    }

    private void pass(Duration total) {
        for (Duration left = total; left.compareTo(Duration.ZERO) > 0; left = left.minusSeconds(1)) {
            time.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void thousandClaimsCostOneBatchForAThirdOfTheirLease() {
        List<Heartbeat> beats = beats(CLAIMS);
        pass(LEASE);
        assertThat(store.batches).containsOnly(CLAIMS).hasSizeBetween(2, 3);
        assertThat(store.single).isZero();
        pass(LEASE);
        assertThat(losses).hasValue(0);
        beats.forEach(Heartbeat::cancel);
    }

    @Test
    void moreClaimsThanAPageGoOnePageAfterTheOther() {
        List<Heartbeat> beats = beats(CLAIMS + 1);
        pass(LEASE.dividedBy(2));
        assertThat(store.batches).containsExactly(CLAIMS);
        assertThat(store.single).isOne();
        beats.forEach(Heartbeat::cancel);
    }

    @Test
    void timerThatFailsOnceStopsNoLaterRenewal() {
        AtomicInteger failures = new AtomicInteger(1);
        Renewals renewals = new Renewals(store, (delay, task) -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no thread");
            }
            return time.after(delay, task);
        });
        ClaimRequest request = ClaimRequest.create(null, LEASE, Duration.ofHours(1));
        Failures.join(claims.claim(key(1), request));
        RenewTransition step = new RenewTransition(request.token(), request.leaseMillis(), request.retentionMillis());
        assertThatThrownBy(() -> renewals.renew(key(1), step)).isInstanceOf(IllegalStateException.class);
        CompletionStage<Boolean> again = renewals.renew(key(1), step);
        pass(Duration.ofSeconds(1));
        assertThat(Failures.join(again)).isTrue();
    }

    @Test
    void oneClaimIsRenewedByItself() {
        Heartbeat beat = beat(1);
        pass(LEASE.multipliedBy(3));
        assertThat(store.single).isBetween(8, 9);
        assertThat(store.batches).isEmpty();
        assertThat(beat.lost()).isFalse();
        beat.cancel();
    }

    @Test
    void onlyTheOwnerOfALostClaimIsTold() {
        List<Heartbeat> beats = beats(3);
        Failures.join(claims.invalidate(key(1), null));
        pass(LEASE.dividedBy(2));
        assertThat(beats).extracting(Heartbeat::lost).containsExactly(false, true, false);
        assertThat(losses).hasValue(1);
        beats.forEach(Heartbeat::cancel);
    }

    @Test
    void failedBatchIsRepeatedAndTheLeaseEndsIfItKeepsFailing() {
        List<Heartbeat> beats = beats(2);
        store.fails = true;
        pass(LEASE.dividedBy(2));
        assertThat(store.batches).hasSizeGreaterThan(1);
        assertThat(losses).hasValue(0);
        store.fails = false;
        pass(LEASE);
        assertThat(losses).hasValue(0);
        store.fails = true;
        pass(LEASE.plusSeconds(1));
        assertThat(losses).hasValue(2);
        beats.forEach(Heartbeat::cancel);
    }
}
