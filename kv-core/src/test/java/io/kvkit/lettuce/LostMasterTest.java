package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.event.BreakerState;
import io.kvkit.event.KvListeners;
import io.kvkit.resilience.BreakerSettings;
import io.kvkit.resilience.ResilienceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Namespace;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of three masters dies under load, behind the shield: the keys of the others never notice. */
@Tag("slow")
@Timeout(180)
class LostMasterTest {

    // Longer than any machine stands still. A killed server ends its connections, so nothing waits for this.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    // While a breaker is open no call is to find out by itself whether its master is back.
    private static final BreakerSettings BREAKER = new BreakerSettings(50, 50, 10, Duration.ofMinutes(5), 3);
    private static final int ENOUGH = 200;

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);

    @Test
    void keysOfTheOthersNeverNoticeAndThoseOfTheLostOneFailAtOnceUntilItsReplicaTakesOver() {
        try (RedisCluster cluster = RedisCluster.startWithReplicas(3);
                ResilientKvStore store = open(cluster)) {
            cluster.promoteOnlyWhenTold();
            RedisServer victim = cluster.masters().get(0);
            String lost = victim.host() + ":" + victim.port();
            Key key = keyOn(cluster, 0);
            List<Key> others = List.of(keyOn(cluster, 1), keyOn(cluster, 2));
            try (SteadyCalls calls = new SteadyCalls(() -> onOthers(store, key, others))) {
                calls.awaitMore(ENOUGH);
                victim.kill();
                Eventually.until("circuit breaker of the lost master", () -> {
                    increment(store, key);
                    return store.breaker() == BreakerState.OPEN;
                });
                assertThat(store.notClosed().toString()).isEqualTo("{" + lost + "=OPEN}");
                for (int i = 0; i < ENOUGH; i++) {
                    assertRefusedAtOnce(store.apply(key, Values.increment(1, Ttl.NONE)), lost);
                }
                StoreHealth health = Failures.join(store.health());
                assertThat(health.details()).containsEntry("breaker", lost + " open");
                calls.awaitMore(ENOUGH);

                cluster.promote(victim);
                Eventually.until("replica is used", () -> increment(store, key));
                assertThat(store.notClosed()).isEmpty();
                for (int i = 0; i < ENOUGH; i++) {
                    assertThat(increment(store, key)).isTrue();
                }
                calls.awaitMore(ENOUGH);
                assertThat(Failures.join(store.mget(List.of(key, others.get(0), others.get(1))))
                                .orThrow())
                        .hasSize(3);
                assertThat(calls.failures()).isEmpty();
            }
        }
    }

    private static void onOthers(KvStore store, Key lost, List<Key> others) {
        for (Key other : others) {
            Failures.join(store.apply(other, Values.increment(1, Ttl.NONE)));
        }
        Batch<Key, byte[]> batch = Failures.join(store.mget(List.of(lost, others.get(0), others.get(1))));
        assertThat(batch.values()).containsKeys(others.get(0), others.get(1));
    }

    private static void assertRefusedAtOnce(CompletionStage<Long> call, String lost) {
        assertThat(call.toCompletableFuture()).isDone();
        KvException failure = catchThrowableOfType(KvException.class, () -> Failures.join(call));
        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(failure).hasMessageContaining("the circuit breaker of " + lost + " is open");
    }

    private static boolean increment(KvStore store, Key key) {
        return catchThrowableOfType(
                        KvException.class, () -> Failures.join(store.apply(key, Values.increment(1, Ttl.NONE))))
                == null;
    }

    private Key keyOn(RedisCluster cluster, int master) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> keys.key("on" + i))
                .filter(key -> cluster.masterOf(key.text()) == cluster.masters().get(master))
                .findFirst()
                .orElseThrow();
    }

    private static ResilientKvStore open(RedisCluster cluster) {
        LettuceSettings settings = LettuceSettings.of(RedisTarget.of(cluster).topology())
                .timeout(TIMEOUT)
                .build();
        return (ResilientKvStore) ResilientKvStore.around(
                Connected.await(new LettuceKvStore(settings)),
                ResilienceSettings.of(TIMEOUT).withBreaker(BREAKER),
                Timer.system("lost-master-test"),
                MicroClock.system(),
                KvListeners.NONE);
    }
}
