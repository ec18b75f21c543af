package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.lettuce.RedisTopology.Replicated;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Signals.Subscription;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.PushConnections;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.SentinelSet;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals whose connection is lost, or whose server fails, while values change. */
@Tag("slow")
@Timeout(300)
class TrackingFaultsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int ROUNDS = 4;

    @Test
    void nothingIsMissedWhenTheConnectionIsKilled() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server.uri());
                Program program = new Program(server)) {
            try (CopiesUnderWrites copies = new CopiesUnderWrites(store, program::set)) {
                for (int i = 0; i < ROUNDS; i++) {
                    int before = copies.alarms();
                    copies.during(() -> {
                        PushConnections.kill(server);
                        Eventually.until("a new connection", () -> copies.alarms() > before);
                    });
                }
            }
        }
    }

    @Test
    void nothingIsMissedWhenEverythingIsRemoved() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server.uri());
                Program program = new Program(server)) {
            try (CopiesUnderWrites copies = new CopiesUnderWrites(store, program::set)) {
                for (int i = 0; i < ROUNDS; i++) {
                    int before = copies.alarms();
                    copies.during(() -> program.redis().flushall());
                    Eventually.until(() -> copies.alarms() > before);
                }
            }
        }
    }

    @Test
    void deadConnectionIsSilentAndReplaced() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = open(proxy.uri());
                Program program = new Program(server)) {
            try (CopiesUnderWrites copies = new CopiesUnderWrites(store, program::set)) {
                copies.during(() -> {
                    int before = copies.alarms();
                    proxy.fault(Fault.BLACK_HOLE);
                    awaitSilence(copies.subscription());
                    // The store's own connection is given up too.
                    Eventually.until("connections that are reset", () -> proxy.resets() >= 2);
                    assertThat(copies.subscription().silenceNanos()).isGreaterThan(SECOND);
                    proxy.heal();
                    awaitSignals(copies.subscription());
                    assertThat(copies.alarms()).isGreaterThan(before);
                });
            }
        }
    }

    @Test
    void frozenServerIsSilent() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server.uri());
                Program program = new Program(server)) {
            try (CopiesUnderWrites copies = new CopiesUnderWrites(store, program::set)) {
                copies.during(() -> {
                    server.pause();
                    awaitSilence(copies.subscription());
                    server.resume();
                    awaitSignals(copies.subscription());
                });
            }
        }
    }

    @Test
    void silenceGrowsWhileTheServerIsGoneAndEndsAfterAnAlarm() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server.uri())) {
            try (CopiesUnderWrites copies = new CopiesUnderWrites(store, (key, value) -> {})) {
                server.kill();
                awaitSilence(copies.subscription());
                int before = copies.alarms();
                server.restart();
                awaitSignals(copies.subscription());
                assertThat(copies.alarms()).isGreaterThan(before);
            }
        }
    }

    @Test
    void signalsComeFromThePrimaryThatTheSentinelsName() {
        try (SentinelSet set = SentinelSet.start(3);
                KvStore store = open(RedisTarget.of(set))) {
            try (CopiesUnderWrites copies = CopiesUnderWrites.by(store, store)) {
                copies.during(() -> {
                    set.first().pause();
                    awaitSilence(copies.subscription());
                    SentinelSet.awaitPrimary(set.second());
                    awaitSignals(copies.subscription());
                });
                try (Program program = new Program(set.second())) {
                    Key other = CopiesUnderWrites.NAMESPACE.key("other");
                    program.set(other, "1");
                    Eventually.until(() -> copies.hasHeardOf(other));
                }
            }
        }
    }

    @Test
    void signalsComeFromTheNextPrimaryWhenOneIsDemoted() {
        try (SentinelSet set = SentinelSet.start(0);
                KvStore store = open(
                        LettuceSettings.of(new Replicated(List.of(address(set.first()), address(set.second())))))) {
            try (CopiesUnderWrites copies = CopiesUnderWrites.by(store, store)) {
                int before = copies.alarms();
                copies.during(() -> {
                    RedisCluster.ask(set.second(), RedisCommands::replicaofNoOne);
                    RedisCluster.ask(
                            set.first(),
                            redis -> redis.replicaof(
                                    set.second().host(), set.second().port()));
                    Eventually.until("another primary", () -> copies.alarms() > before);
                    awaitSignals(copies.subscription());
                });
                try (Program program = new Program(set.second())) {
                    Key other = CopiesUnderWrites.NAMESPACE.key("other");
                    program.set(other, "1");
                    Eventually.until(() -> copies.hasHeardOf(other));
                }
            }
        }
    }

    private static Address address(RedisServer server) {
        return new Address(server.host(), server.port());
    }

    private static void awaitSilence(Subscription subscription) {
        Eventually.until("silence", () -> subscription.silenceNanos() > SECOND);
    }

    private static void awaitSignals(Subscription subscription) {
        Eventually.until("the end of silence", () -> subscription.silenceNanos() < SECOND);
    }

    private static KvStore open(String uri) {
        return open(LettuceSettings.ofUri(uri));
    }

    private static KvStore open(RedisTarget target) {
        return open(LettuceSettings.of(target.topology()));
    }

    private static KvStore open(LettuceSettingsBuilder settings) {
        return Connected.await(
                new LettuceKvStore(settings.timeout(Duration.ofSeconds(20)).build()));
    }
}
