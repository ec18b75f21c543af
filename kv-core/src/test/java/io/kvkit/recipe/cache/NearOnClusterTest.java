package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.PushConnections;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.Replication;
import io.kvkit.tck.SlotMover;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A near cache on a real cluster, whose signals come from all masters, while slots move and masters change. */
@Tag("slow")
@Timeout(300)
class NearOnClusterTest {

    private static final int MOVES = 8;

    @Test
    void nothingOldIsReadAfterSlotsHaveMoved() {
        try (RedisCluster cluster = RedisCluster.start(3);
                SlotMover mover = new SlotMover(cluster);
                KvStore other = open(cluster, Duration.ofSeconds(20));
                NearUnderChanges reads = reads(cluster, other)) {
            reads.during(() -> {
                for (int i = 0; i < MOVES; i++) {
                    mover.moveOn(CacheOnRedis.key("k" + i).slot());
                }
            });
        }
    }

    @Test
    void nothingOldIsReadAfterConnectionsWereKilled() {
        try (RedisCluster cluster = RedisCluster.start(3);
                KvStore other = open(cluster, Duration.ofSeconds(20));
                NearUnderChanges reads = reads(cluster, other)) {
            for (RedisServer master : cluster.masters()) {
                reads.during(() -> PushConnections.kill(master));
            }
        }
    }

    @Test
    void nothingOldIsReadAfterAMasterWasReplaced() {
        try (RedisCluster cluster = RedisCluster.startWithReplicas(3);
                KvStore other = open(cluster, Duration.ofSeconds(20));
                NearUnderChanges reads = reads(cluster, other)) {
            cluster.promoteOnlyWhenTold();
            RedisServer victim = cluster.masters().get(0);
            reads.during(() -> {
                reads.betweenChanges(() -> {
                    Replication.await(victim);
                    victim.kill();
                });
                cluster.promote(victim);
                Connected.await(other);
            });
        }
    }

    private static NearUnderChanges reads(RedisCluster cluster, KvStore other) {
        return new NearUnderChanges(open(cluster, Duration.ofMillis(50)), key -> Failures.join(other.delete(key)));
    }

    private static KvStore open(RedisCluster cluster, Duration timeout) {
        return Connected.await(
                new LettuceKvStore(LettuceSettings.of(RedisTarget.of(cluster).topology())
                        .timeout(timeout)
                        .build()));
    }
}
