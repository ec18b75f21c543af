package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short way of a charge in memory. */
class PassageTest {

    private static final int BOUND = 50;
    private static final Namespace KEYS = Namespace.of("t", "ratelimit", "api", Key.Retention.EVICTABLE);

    private final AtomicLong time = new AtomicLong(1_800_000_000_000_000L);
    private final KvStore store = new InMemoryKvStore(time::get, BOUND);
    private final RateLimiter limiter = new RateLimiter(store, KvListeners.NONE);

    @AfterEach
    void close() {
        store.close();
    }

    private static Meter meter(Algorithm algorithm, long limit) {
        return Meter.of(
                algorithm == Algorithm.CALENDAR_WINDOW
                        ? Band.calendar(limit, new CalendarWindow(Unit.MINUTE, ZoneOffset.UTC))
                        : Band.of(algorithm, limit, Duration.ofMinutes(1)));
    }

    private static Charge charge(Meter meter, String id, long cost) {
        return new Charge("api", KEYS.key(id), meter, cost);
    }

    private Passage passage(Charge charge) {
        return limiter.passage(charge);
    }

    private void assertClosed(Charge charge) {
        Passage passage = passage(charge);
        assertThat(passage.isOpen()).isFalse();
        assertThat(passage.passes()).isFalse();
        assertThat(passage.pass()).isNull();
    }

    private RateLimitResult take(Charge charge) {
        return Objects.requireNonNull(limiter.takeNow(RateLimitCall.of(charge, OnStoreFailure.CLOSED)));
    }

    private long left(Charge charge) {
        return limiter.peek(List.of(charge)).toCompletableFuture().join().remaining();
    }

    private static void passesTimes(int times, Passage passage) {
        for (int i = 0; i < times; i++) {
            assertThat(passage.passes()).as("call %s", i).isTrue();
        }
        assertThat(passage.passes()).isFalse();
        assertThat(passage.pass()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void takesWhatOthersTake(Algorithm algorithm) {
        Charge charge = charge(meter(algorithm, 10), "a", 2);
        Passage passage = passage(charge);
        assertThat(passage.passes()).isTrue();
        assertThat(take(charge).remaining()).isEqualTo(6);
        assertThat(passage.pass()).matches(result -> result.allowed() && result.remaining() == 4);
        assertThat(passage(charge).pass()).matches(result -> result.allowed() && result.remaining() == 2);
        assertThat(left(charge)).isEqualTo(2);
        passesTimes(1, passage);
        assertThat(take(charge).allowed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void permitsComeBack(Algorithm algorithm) {
        Passage passage = passage(charge(meter(algorithm, 5), "a", 1));
        for (int i = 0; i < 5; i++) {
            passesTimes(5, passage);
            time.addAndGet(Duration.ofMinutes(2).toNanos() / 1_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void countsInTheRecordThatIsThere(Algorithm algorithm) {
        Charge charge = charge(meter(algorithm, 5), "a", 1);
        Passage passage = passage(charge);
        passesTimes(5, passage);
        limiter.reset(charge.key()).toCompletableFuture().join();
        passesTimes(5, passage);
        limiter.refund(List.of(charge)).toCompletableFuture().join();
        passesTimes(1, passage);
        assertThat(passage.isDropped()).isFalse();
        for (int i = 0; i < BOUND; i++) {
            time.addAndGet(2_000);
            take(charge(meter(algorithm, 5), "other" + i, 1));
        }
        assertThat(left(charge)).as("after it was dropped").isEqualTo(5);
        assertThat(passage.isDropped()).isTrue();
        assertThat(passage.passes()).isTrue();
        assertThat(passage.isDropped()).isFalse();
        assertThat(left(charge)).isEqualTo(4);
    }

    @Test
    void passesNothingThatItCannotCount() {
        Charge charge = charge(meter(Algorithm.TOKEN_BUCKET, 5), "a", 1);
        Passage passage = passage(charge);
        assertThat(passage.passes()).isTrue();
        store.set(charge.key(), new byte[] {1}, Ttl.NONE).toCompletableFuture().join();
        assertThat(passage.passes()).isFalse();
        assertThat(passage.pass()).isNull();
        store.delete(charge.key()).toCompletableFuture().join();
        assertThat(passage.passes()).isTrue();
        assertThat(left(charge)).isEqualTo(4);
        store.close();
        assertThat(passage.passes()).isFalse();
    }

    @Test
    void chargeWithoutCostIsClosed() {
        assertClosed(charge(meter(Algorithm.TOKEN_BUCKET, 5), "a", 0));
    }

    @Test
    void chargeThatTheEndOfTheCallChangesIsClosed() {
        Charge charge = charge(meter(Algorithm.TOKEN_BUCKET, 5), "a", 1);
        assertClosed(charge.reserved());
        assertClosed(charge.estimating(result -> 2));
        for (ChargeOn on : List.of(ChargeOn.SUCCESS, ChargeOn.FAILURE)) {
            LimitTerms terms = LimitTerms.USUAL.with(on);
            assertClosed(new Charge("api", charge.key(), charge.meter(), 1, terms));
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void decisionMakesLittleGarbage(Algorithm algorithm) {
        Passage passage = passage(charge(meter(algorithm, 1_000_000), "a", 1));
        assertThat(bytes(passage::passes)).as("passes").isZero();
        assertThat(bytes(passage::pass)).as("pass").isLessThanOrEqualTo(64);
    }

    // The rest is what the JVM does when it runs the code for the first times.
    private static long bytes(Supplier<?> call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 1_000; i++) {
                call.get();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        return least / 1_000;
    }
}
