package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster in which nobody serves some slots. */
@Tag("slow")
@Timeout(180)
class LostSlotsTest {

    private static final byte[] VALUE = {1};

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);

    @Test
    void storeIsDegradedWhileTheOthersServeTheirKeysAndDownWhenTheyRefuseThem() {
        try (RedisCluster cluster = RedisCluster.start(3);
                KvStore store = open(cluster)) {
            Key lost = keyOn(cluster, 0);
            Key served = keyOn(cluster, 1);
            Eventually.asserted(() -> {
                takeAway(cluster, lost);
                assertThat(failure(store.get(lost)).kind()).isEqualTo(Kind.TRANSIENT);
                StoreHealth health = Failures.join(store.health());
                assertThat(health.degraded()).isTrue();
                assertThat(health.details()).containsEntry(StoreHealth.DEGRADED, "some slots have no master");
            });
            Failures.join(store.set(served, VALUE, Ttl.NONE));
            giveBack(cluster, lost);
            Connected.await(store);
            requireFullCoverage(cluster);
            Eventually.until(() -> {
                takeAway(cluster, lost);
                return !Failures.join(store.health()).up();
            });
            assertThat(failure(store.set(served, VALUE, Ttl.NONE)).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }

    // A node that has forgotten who serves the slot may hear of it once more from what was on its way.
    private static void takeAway(RedisCluster cluster, Key key) {
        for (RedisServer master : cluster.masters()) {
            try {
                RedisCluster.ask(master, redis -> redis.clusterDelSlots(SlotHash.getSlot(key.text())));
            } catch (RedisCommandExecutionException forgotten) {
                assertThat(forgotten).hasMessageContaining("already unassigned");
            }
        }
    }

    private static void giveBack(RedisCluster cluster, Key key) {
        RedisCluster.ask(cluster.masters().get(0), redis -> redis.clusterAddSlots(SlotHash.getSlot(key.text())));
        cluster.awaitReady();
    }

    // A node thinks of it when it loses slots.
    private static void requireFullCoverage(RedisCluster cluster) {
        for (RedisServer master : cluster.masters()) {
            RedisCluster.ask(master, redis -> redis.configSet("cluster-require-full-coverage", "yes"));
        }
    }

    private Key keyOn(RedisCluster cluster, int master) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> keys.key("on" + i))
                .filter(key -> cluster.masterOf(key.text()) == cluster.masters().get(master))
                .findFirst()
                .orElseThrow();
    }

    private static KvStore open(RedisCluster cluster) {
        return Connected.await(
                new LettuceKvStore(LettuceSettings.of(RedisTarget.of(cluster).topology())
                        .timeout(Duration.ofSeconds(8))
                        .build()));
    }

    private static KvException failure(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }
}
