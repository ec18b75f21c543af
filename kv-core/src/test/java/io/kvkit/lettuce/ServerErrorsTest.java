package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.SentinelSet;
import io.kvkit.value.Values;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Errors that servers answer, each by its kind and by what is known of a change. {@link LettuceFaultsTest} has those of
 * credentials, rights, memory, and types.
 */
@Tag("slow")
@Timeout(180)
class ServerErrorsTest {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");
    private static final byte[] VALUE = "one".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource
    void serverInALongScriptIsBusy(RedisBinary binary) throws Exception {
        try (RedisServer server = RedisServer.start(binary, "--lua-time-limit", "1");
                KvStore store = connect(server.uri());
                Admin admin = new Admin(server);
                Admin another = new Admin(server)) {
            var endless = admin.redis().eval("while true do end", ScriptOutputType.STATUS);
            Eventually.asserted(() -> assertThat(failure(store.get(KEY)))
                    .isNotNull()
                    .extracting(KvException::kind)
                    .isEqualTo(Kind.TRANSIENT));
            assertRefused(store, Kind.TRANSIENT, "BUSY");
            assertThat(endless.isDone()).isFalse();
            another.redis().scriptKill().get(60, TimeUnit.SECONDS);
            Connected.await(store);
            Failures.join(store.set(KEY, VALUE, Ttl.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void replicaThatLostItsPrimaryAndServesNothingStale(RedisBinary binary) throws Exception {
        try (RedisServer server = RedisServer.start(binary, "--replica-serve-stale-data", "no");
                KvStore store = connect(server.uri());
                Admin admin = new Admin(server)) {
            admin.redis().replicaof("127.0.0.1", RedisServer.freePort()).get(60, TimeUnit.SECONDS);
            KvException read = failure(store.get(KEY));
            assertThat(read.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(read).hasMessageContaining("MASTERDOWN");
            KvException change = failure(store.apply(KEY, Values.increment(1, Ttl.NONE)));
            assertThat(change.kind()).isIn(Kind.TRANSIENT, Kind.READ_ONLY);
            assertThat(change.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        }
    }

    @Test
    void serverThatLoadsItsDataIsNotReady() throws Exception {
        try (RedisServer server = RedisServer.start(
                        "--enable-debug-command", "yes", "--key-load-delay", "5000", "--dbfilename", "loading.rdb");
                KvStore store = connect(server.uri());
                Admin admin = new Admin(server)) {
            for (int i = 0; i < 2_000; i++) {
                admin.redis().set("filler" + i, "x").get(60, TimeUnit.SECONDS);
            }
            admin.redis()
                    .configSet("loading-process-events-interval-bytes", "1024")
                    .get(60, TimeUnit.SECONDS);
            var reload = admin.redis()
                    .dispatch(
                            CommandType.DEBUG,
                            new StatusOutput<>(StringCodec.UTF8),
                            new CommandArgs<>(StringCodec.UTF8).add("RELOAD"));
            awaitCode("LOADING", store, KEY);
            assertThat(reload.isDone()).isFalse();
        }
    }

    @Test
    void clusterThatMissesAMasterIsDown() {
        try (RedisCluster cluster = RedisCluster.start(3)) {
            RedisServer lost = cluster.masterOf(KEY.text());
            List<RedisServer> living =
                    cluster.masters().stream().filter(master -> master != lost).toList();
            living.forEach(master ->
                    RedisCluster.ask(master, redis -> redis.configSet("cluster-require-full-coverage", "yes")));
            try (KvStore store = connect(RedisTarget.of(cluster).topology())) {
                cluster.takeForDeadAfter(1_000);
                lost.kill();
                Key elsewhere = keyOn(cluster, living.get(0));
                awaitCode("CLUSTERDOWN", store, elsewhere);
                assertRefused(store, elsewhere, Kind.TRANSIENT, "CLUSTERDOWN");
            }
        }
    }

    @Test
    void primaryThatWasMadeAReplicaIsReadOnlyAndThenLeft() {
        try (SentinelSet set = SentinelSet.start(1);
                KvStore store = connect(RedisTarget.of(set).topology())) {
            RedisCluster.ask(
                    set.first(),
                    redis -> redis.replicaof(set.second().host(), set.second().port()));
            KvException failure = failure(store.set(KEY, VALUE, Ttl.NONE));
            assertThat(failure.kind()).isIn(Kind.READ_ONLY, Kind.TRANSIENT);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            // Not even read.
            Eventually.asserted(() -> assertThat(failure(store.get(KEY)))
                    .isNotNull()
                    .extracting(KvException::kind)
                    .isEqualTo(Kind.TRANSIENT));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOAUTH Authentication required.|AUTHENTICATION",
                "LOADING Redis is loading the dataset in memory|TRANSIENT",
                "CLUSTERDOWN The cluster is down|TRANSIENT",
                "TRYAGAIN Multiple keys request during rehashing of slot|TRANSIENT",
                "MOVED 3999 127.0.0.1:1|TRANSIENT",
                "ASK 3999 127.0.0.1:1|TRANSIENT",
                "OOM command not allowed when used memory > 'maxmemory'.|CAPACITY",
                "WRONGTYPE Operation against a key holding the wrong kind of value|PERMANENT",
                "MISCONF Errors writing to the AOF file: No space left on device|READ_ONLY",
                "NOREPLICAS Not enough good replicas to write.|READ_ONLY",
            })
    void errorThatThisServerNeverGivesIsGivenInItsStead(String error, Kind kind) {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            proxy.answer(error);
            assertRefused(store, kind, error.substring(0, error.indexOf(' ')));
            proxy.heal();
            Failures.join(store.set(KEY, VALUE, Ttl.NONE));
        }
    }

    @Test
    void scriptThatIsUnknownEachTimeEndsAsAnError() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            proxy.answer("NOSCRIPT No matching script. Please use EVAL.");
            KvException failure = failure(store.apply(KEY, Values.increment(1, Ttl.NONE)));
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        }
    }

    private static void assertRefused(KvStore store, Kind kind, String code) {
        assertRefused(store, KEY, kind, code);
    }

    private static void assertRefused(KvStore store, Key key, Kind kind, String code) {
        for (CompletionStage<?> change :
                List.of(store.set(key, VALUE, Ttl.NONE), store.apply(key, Values.increment(1, Ttl.NONE)))) {
            KvException failure = failure(change);
            assertThat(failure.kind()).as(code).isEqualTo(kind);
            assertThat(failure.outcome()).as(code).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(failure).hasMessageContaining(code);
        }
    }

    private static void awaitCode(String code, KvStore store, Key key) {
        Eventually.until(
                code,
                () -> store.get(key)
                        .handle((value, failure) ->
                                failure != null && failure.getMessage().contains(code))
                        .toCompletableFuture()
                        .join());
    }

    private static Key keyOn(RedisCluster cluster, RedisServer master) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> Namespace.of("t", "kv", "raw", Retention.KEPT).key("on" + i))
                .filter(key -> cluster.masterOf(key.text()) == master)
                .findFirst()
                .orElseThrow();
    }

    private static KvStore connect(String uri) {
        return connect(LettuceSettings.ofUri(uri).build().topology());
    }

    private static KvStore connect(RedisTopology topology) {
        return Connected.await(
                new LettuceKvStore(LettuceSettings.of(topology).timeout(TIMEOUT).build()));
    }

    private static KvException failure(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }

    private static final class Admin implements AutoCloseable {

        private final RedisClient client;
        private final StatefulRedisConnection<String, String> connection;

        Admin(RedisServer server) {
            client = RedisClient.create(server.uri());
            connection = client.connect();
        }

        RedisAsyncCommands<String, String> redis() {
            return connection.async();
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
