package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.PushConnections;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.Replication;
import io.kvkit.tck.SentinelSet;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A near cache on a real server whose connections are lost while others change what it holds. */
@Tag("slow")
@Timeout(300)
class NearFaultsTest {

    private static final int ROUNDS = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static RedisServer server;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> program;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        client = RedisClient.create(server.uri());
        program = client.connect();
    }

    @AfterAll
    static void stop() {
        program.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.close();
    }

    /** What another program does to a key, such as {@code redis-cli}. */
    private enum Foreign {
        DEL((redis, key) -> redis.del(key)),
        SET((redis, key) -> redis.set(key, "not ours")),
        EXPIRE((redis, key) -> redis.pexpire(key, 0)),
        RENAME((redis, key) -> {
            redis.set(key, "not ours");
            redis.rename(key, "elsewhere");
        }),
        FLUSHDB((redis, key) -> redis.flushdb()),
        FLUSHALL((redis, key) -> redis.flushall());

        private final BiConsumer<RedisCommands<String, String>, String> change;

        Foreign(BiConsumer<RedisCommands<String, String>, String> change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesByAnotherProgramAreSeen(Foreign by) {
        try (NearUnderChanges reads = reads(server.uri(), by)) {
            reads.during(() -> {});
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEL", "SET", "FLUSHALL"})
    void nothingOldIsReadAfterItsConnectionWasKilled(Foreign by) {
        try (NearUnderChanges reads = reads(server.uri(), by)) {
            for (int i = 0; i < ROUNDS; i++) {
                reads.during(() -> PushConnections.kill(server));
            }
        }
    }

    @Test
    void nothingOldIsReadAfterTheLineWasCut() {
        try (FaultProxy line = new FaultProxy(server.port());
                NearUnderChanges reads = reads(line.uri(), Foreign.DEL)) {
            for (int i = 0; i < ROUNDS; i++) {
                reads.during(line::cut);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BLACK_HOLE", "DROP_REPLIES", "STALL", "REFUSE"})
    void nothingIsReadThatIsOlderThanTheMaximumStaleness(Fault fault) {
        try (FaultProxy line = new FaultProxy(server.port());
                NearUnderChanges reads = reads(line.uri(), Foreign.DEL)) {
            reads.during(() -> {
                line.fault(fault);
                if (fault == Fault.REFUSE) {
                    line.cut();
                }
                Eventually.until("silence", reads::isSilent);
                reads.awaitMoreChanges();
                line.heal();
            });
        }
    }

    @Test
    void nothingOldIsReadAfterAFailoverBySentinels() {
        try (SentinelSet set = SentinelSet.start(3);
                KvStore other = open(LettuceSettings.of(RedisTarget.of(set).topology())
                        .timeout(TIMEOUT)
                        .build());
                NearUnderChanges reads = new NearUnderChanges(
                        open(LettuceSettings.of(RedisTarget.of(set).topology())
                                .timeout(Duration.ofMillis(50))
                                .build()),
                        key -> Failures.join(other.delete(key)))) {
            reads.during(() -> {
                reads.betweenChanges(() -> {
                    Replication.await(set.first());
                    set.first().pause();
                });
                SentinelSet.awaitPrimary(set.second());
                Connected.await(other);
            });
        }
    }

    private static NearUnderChanges reads(String uri, Foreign by) {
        KvStore store =
                open(LettuceSettings.ofUri(uri).timeout(Duration.ofMillis(50)).build());
        return new NearUnderChanges(store, (Key key) -> by.change.accept(program.sync(), key.text()));
    }

    private static KvStore open(LettuceSettings settings) {
        return Connected.await(new LettuceKvStore(settings));
    }
}
