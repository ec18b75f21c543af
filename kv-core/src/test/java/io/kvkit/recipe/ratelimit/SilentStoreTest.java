package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.event.BreakerState;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.resilience.ResilienceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that suddenly says nothing: every decision ends by its policy, long before the timeout of the store, also of
 * calls that wait for another one.
 */
@Tag("slow")
@Timeout(120)
class SilentStoreTest {

    // A decision that waited for this would fail the test.
    private static final Duration STORE_TIMEOUT = Duration.ofMinutes(10);
    private static final Namespace KEYS = Namespace.of("t", "ratelimit", "calls", Retention.KEPT);
    private static final Meter METER = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 1_000_000, Duration.ofDays(1)));

    private final RedisServer server = RedisServer.start();
    private final FaultProxy proxy = new FaultProxy(server.port());
    private final ResilientKvStore store = (ResilientKvStore) ResilientKvStore.around(
            Connected.await(new LettuceKvStore(
                    LettuceSettings.ofUri(proxy.uri()).timeout(STORE_TIMEOUT).build())),
            ResilienceSettings.of(STORE_TIMEOUT),
            Timer.system("kvkit-test-silence"),
            MicroClock.system(),
            KvListeners.NONE);
    private final RateLimiter limiter = new RateLimiter(store, new InMemoryKvStore(), KvListeners.NONE);

    @AfterEach
    void close() {
        store.close();
        proxy.close();
        server.close();
    }

    @Test
    void everyDecisionEndsByThePolicyAndTheStoreDecidesWhenItIsBack() {
        Eventually.until("a decision of the store", () -> decidedBy(OnStoreFailure.LOCAL, "a") == DecidedBy.STORE);
        proxy.fault(Fault.BLACK_HOLE);
        List<RateLimitResult> local = decisions(OnStoreFailure.LOCAL);
        assertThat(local).extracting(RateLimitResult::decidedBy).containsOnly(DecidedBy.LOCAL);
        List<RateLimitResult> open = decisions(OnStoreFailure.OPEN);
        assertThat(open).extracting(RateLimitResult::decidedBy).containsOnly(DecidedBy.NOBODY);
        assertThatExceptionOfType(KvException.class)
                .isThrownBy(() -> decidedBy(OnStoreFailure.CLOSED, "a"))
                .satisfies(failure -> assertThat(failure.kind()).isIn(Kind.TIMEOUT, Kind.TRANSIENT));
        assertThat(store.breaker()).isNotEqualTo(BreakerState.CLOSED);
        proxy.heal();
        Eventually.until("a decision of the store", () -> decidedBy(OnStoreFailure.LOCAL, "a") == DecidedBy.STORE);
    }

    // Most of them on one key, so that they wait for each other.
    private List<RateLimitResult> decisions(OnStoreFailure policy) {
        var calls = IntStream.range(0, 40)
                .mapToObj(i -> limiter.take(call(policy, i % 10 == 0 ? "k" + i : "a")))
                .toList();
        return calls.stream().map(Failures::join).toList();
    }

    private DecidedBy decidedBy(OnStoreFailure policy, String id) {
        return Failures.join(limiter.take(call(policy, id))).decidedBy();
    }

    private static RateLimitCall call(OnStoreFailure policy, String id) {
        return RateLimitCall.of(new Charge("api", KEYS.key(id), METER, 1), policy);
    }
}
