package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Signals.Subscription;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.SlotMover;
import io.lettuce.core.internal.HostAndPort;
import io.lettuce.core.resource.MappingSocketAddressResolver;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals of all masters of a cluster, while slots move, a master is replaced, or a master is cut off. */
@Tag("slow")
@Timeout(300)
class TrackingOnClusterTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOVES = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    void nothingIsMissedWhileSlotsMove() {
        try (RedisCluster cluster = RedisCluster.start(3);
                SlotMover mover = new SlotMover(cluster);
                KvStore store = open(cluster, address -> address);
                KvStore other = open(cluster, address -> address)) {
            try (CopiesUnderWrites copies = CopiesUnderWrites.by(other, store)) {
                for (int round = 0; round < 3; round++) {
                    copies.during(() ->
                            CopiesUnderWrites.keys().stream().limit(MOVES).forEach(key -> mover.moveOn(key.slot())));
                }
            }
        }
    }

    @Test
    void successorOfAMasterGivesSignals() {
        try (RedisCluster cluster = RedisCluster.startWithReplicas(3);
                KvStore store = open(cluster, address -> address);
                KvStore other = open(cluster, address -> address)) {
            cluster.promoteOnlyWhenTold();
            RedisServer victim = cluster.masters().get(0);
            RedisServer replica = cluster.replicas().get(0);
            Key lost = keyOn(cluster, victim);
            try (CopiesUnderWrites copies = CopiesUnderWrites.by(other, store)) {
                copies.during(() -> {
                    victim.kill();
                    awaitSilence(copies.subscription());
                    int before = copies.alarms();
                    cluster.promote(victim);
                    awaitSignals(copies.subscription());
                    assertThat(copies.alarms()).isGreaterThan(before);
                });
                try (Program program = new Program(replica)) {
                    program.set(lost, "1");
                    Eventually.until(() -> copies.hasHeardOf(lost));
                }
            }
        }
    }

    @Test
    void masterThatDoesNotServeItsKeysIsSilentAlthoughItAnswers() {
        try (RedisCluster cluster = RedisCluster.start(3)) {
            RedisServer master = cluster.masters().get(1);
            try (FaultProxy proxy = new FaultProxy(master.port());
                    KvStore store = open(
                            cluster,
                            address -> address.getPort() == master.port()
                                    ? HostAndPort.of("127.0.0.1", proxy.port())
                                    : address);
                    KvStore other = open(cluster, address -> address)) {
                try (CopiesUnderWrites copies = CopiesUnderWrites.by(other, store)) {
                    copies.during(() -> {
                        proxy.answer("CLUSTERDOWN The cluster is down");
                        awaitSilence(copies.subscription());
                        int before = copies.alarms();
                        proxy.heal();
                        awaitSignals(copies.subscription());
                        assertThat(copies.alarms()).isGreaterThan(before);
                    });
                }
            }
        }
    }

    private static Key keyOn(RedisCluster cluster, RedisServer master) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> CopiesUnderWrites.NAMESPACE.key("on" + i))
                .filter(key -> cluster.masterOf(key.text()) == master)
                .findFirst()
                .orElseThrow();
    }

    private static void awaitSilence(Subscription subscription) {
        Eventually.until("silence", () -> subscription.silenceNanos() > SECOND);
    }

    private static void awaitSignals(Subscription subscription) {
        Eventually.until("the end of silence", () -> subscription.silenceNanos() < SECOND);
    }

    private static KvStore open(RedisCluster cluster, Function<HostAndPort, HostAndPort> detour) {
        return Connected.await(
                new LettuceKvStore(LettuceSettings.of(RedisTarget.of(cluster).topology())
                        .timeout(TIMEOUT)
                        .customizeResources(resources ->
                                resources.socketAddressResolver(MappingSocketAddressResolver.create(detour)))
                        .build()));
    }
}
