package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.SentinelSet;
import io.kvkit.tck.SlotMover;
import io.kvkit.value.Values;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Durable changes where there is more than one server that could make them. */
@Tag("slow")
@Timeout(180)
class DurableTopologiesTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Durability PATIENT = Durability.of(Level.REPLICA).within(Duration.ofSeconds(9));
    private static final Durability SHORT = PATIENT.within(Duration.ofMillis(50));

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private final Key key = keys.key("a");

    @Test
    void primaryThatSentinelsNameWaitsForItsReplica() {
        try (SentinelSet set = SentinelSet.start(1);
                KvStore store = open(RedisTarget.of(set).topology())) {
            assertThat(increment(store.durable(PATIENT))).isEqualTo(1);
            assertThat(at(set.second())).isEqualTo("1");
            set.second().pause();
            assertThat(isNotDurable(store.durable(SHORT))).isTrue();
            // Longer than a connection may be silent.
            assertThat(isNotDurable(store.durable(PATIENT.within(Duration.ofSeconds(5)))))
                    .isTrue();
        }
    }

    @Test
    void durableChangesGoOnAtThePrimaryThatTookOver() {
        try (SentinelSet set = SentinelSet.start(0);
                KvStore store = open(replicated(set))) {
            KvStore durable = store.durable(PATIENT);
            assertThat(increment(durable)).isEqualTo(1);
            RedisCluster.ask(set.second(), redis -> redis.replicaofNoOne());
            RedisCluster.ask(
                    set.first(),
                    redis -> redis.replicaof(set.second().host(), set.second().port()));
            Eventually.until("the new primary", () -> failure(durable) == null);
            assertThat(increment(durable)).isEqualTo(3);
            assertThat(at(set.first())).isEqualTo("3");
        }
    }

    @Test
    void masterOfAClusterWaitsForItsOwnReplica() {
        try (RedisCluster cluster = RedisCluster.startWithReplicas(2);
                KvStore store = open(RedisTarget.of(cluster).topology())) {
            cluster.promoteOnlyWhenTold();
            RedisServer master = cluster.masterOf(key.text());
            RedisServer replica = cluster.replicas().get(cluster.masters().indexOf(master));
            replica.pause();
            KvStore durable = store.durable(SHORT);
            assertThat(isNotDurable(durable)).isTrue();
            Key elsewhere = IntStream.range(0, 1_000)
                    .mapToObj(i -> keys.key("k" + i))
                    .filter(each -> cluster.masterOf(each.text()) != master)
                    .findFirst()
                    .orElseThrow();
            assertThat(Failures.join(store.durable(PATIENT).apply(elsewhere, Values.increment(1, Ttl.NONE))))
                    .isEqualTo(1);
            replica.resume();
            assertThat(increment(store.durable(PATIENT))).isEqualTo(2);
            moved(cluster, master, store);
        }
    }

    /** The change goes to the master that has the slot now, and waits there. */
    private void moved(RedisCluster cluster, RedisServer from, KvStore store) {
        RedisServer to = cluster.masters().get(1 - cluster.masters().indexOf(from));
        RedisServer itsReplica = cluster.replicas().get(cluster.masters().indexOf(to));
        try (SlotMover mover = new SlotMover(cluster)) {
            mover.moveOn(key.slot());
            RedisCluster.ask(to, RedisCommands::configResetstat);
            assertThat(increment(store.durable(PATIENT))).isEqualTo(3);
            assertThat(RedisCluster.<String>ask(to, redis -> redis.info("commandstats")))
                    .contains("cmdstat_wait:calls=1,");
            assertThat(at(itsReplica, key)).isTrue();
            mover.moveOn(key.slot());
            itsReplica.pause();
            mover.moveOn(key.slot());
            assertThat(isNotDurable(store.durable(SHORT))).isTrue();
            itsReplica.resume();
        }
    }

    private static RedisTopology replicated(SentinelSet set) {
        return new RedisTopology.Replicated(Stream.of(set.first(), set.second())
                .map(server -> new Address(server.host(), server.port()))
                .toList());
    }

    private long increment(KvStore store) {
        return Failures.join(store.apply(key, Values.increment(1, Ttl.NONE)));
    }

    private boolean isNotDurable(KvStore store) {
        KvException failure = failure(store);
        return failure != null && failure.isNotDurable();
    }

    private @Nullable KvException failure(KvStore store) {
        return catchThrowableOfType(KvException.class, () -> increment(store));
    }

    private @Nullable String at(RedisServer server) {
        return RedisCluster.ask(server, redis -> redis.get(key.text()));
    }

    private static boolean at(RedisServer replica, Key key) {
        List<String> there = RedisCluster.ask(replica, redis -> redis.keys("*"));
        return there.contains(key.text());
    }

    private static KvStore open(RedisTopology topology) {
        return Connected.await(
                new LettuceKvStore(LettuceSettings.of(topology).timeout(LONG).build()));
    }
}
