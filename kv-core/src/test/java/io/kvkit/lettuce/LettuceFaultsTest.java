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
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.value.Values;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Redis store while its server, or the way to it, fails. */
@Tag("slow")
@Timeout(180)
class LettuceFaultsTest {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Key KEY = key("a");
    private static final byte[] VALUE = "one".getBytes(StandardCharsets.UTF_8);

    @Test
    void storeIsCreatedWithoutAServerAndWorksOnceThereIsOne() {
        int port = RedisServer.freePort();
        try (KvStore store = open(LettuceSettings.standalone("127.0.0.1", port))) {
            KvException failure = failure(store.set(KEY, VALUE, Ttl.NONE));
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(Failures.join(store.health()).up()).isFalse();
            try (RedisServer server = RedisServer.startOn(port)) {
                Connected.await(store);
                Failures.join(store.set(KEY, VALUE, Ttl.NONE));
                assertThat(Failures.join(store.get(KEY))).isEqualTo(VALUE);
                assertThat(server.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void killedServerFailsOperationsAtOnceAndIsUsedAgainWhenItIsBack() {
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            server.kill();
            Eventually.until(() -> !Failures.join(store.health()).up());
            KvException failure = failure(store.apply(KEY, Values.increment(1, Ttl.NONE)));
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(Failures.join(store.mget(List.of(KEY))).failures()).containsOnlyKeys(KEY);
            server.restart();
            Connected.await(store);
            assertThat(Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE))))
                    .isEqualTo(1);
        }
    }

    @Test
    void frozenServerEndsOperationsAtTheirDeadline() {
        Duration deadline = Duration.ofSeconds(1);
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            server.pause();
            Queue<String> ended = new ConcurrentLinkedQueue<>();
            long start = System.nanoTime();
            var quick = store.withTimeout(Duration.ofMillis(50)).get(KEY);
            quick.whenComplete((value, failure) -> ended.add("quick"));
            KvStore slow = store.withTimeout(deadline);
            var write = slow.apply(KEY, Values.increment(1, Ttl.NONE));
            write.whenComplete((value, failure) -> ended.add("write"));
            var read = slow.get(KEY);
            var batch = slow.mset(Map.of(key("b"), VALUE), Ttl.NONE);
            assertThat(failure(quick).kind()).isEqualTo(Kind.TIMEOUT);
            KvException failure = failure(write);
            assertThat(ended).containsExactly("quick", "write");
            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure(read).outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(Failures.join(batch).failures().get(key("b")).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(deadline);
            server.resume();
            Connected.await(store);
        }
    }

    @Test
    void silentConnectionIsReplacedByAnotherOne() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            proxy.fault(Fault.DROP_REPLIES);
            assertThat(failure(store.get(KEY)).kind()).isEqualTo(Kind.TRANSIENT);
            proxy.heal();
            Connected.await(store);
        }
    }

    @Test
    void lostReplyDoesNotExecuteTheIncrementTwice() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            assertThat(Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE))))
                    .isEqualTo(1);
            for (String now : List.of("2", "3", "4", "5", "6")) {
                proxy.fault(Fault.DROP_REPLIES);
                var increment = store.apply(KEY, Values.increment(1, Ttl.NONE));
                Eventually.until(() -> now.equals(RedisCluster.ask(server, redis -> redis.get(KEY.text()))));
                proxy.cut();
                KvException failure = failure(increment);
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
                proxy.heal();
                Connected.await(store);
                assertThat(Failures.join(store.get(KEY))).isEqualTo(now.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgottenScriptIsLoadedOnceAndNeverSentAgain(RedisBinary binary) {
        try (RedisServer server = RedisServer.start(binary);
                KvStore store = connect(server.uri())) {
            admin(server, redis -> {
                redis.scriptFlush();
                redis.configResetstat();
                for (int i = 1; i <= 10; i++) {
                    assertThat(Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE))))
                            .isEqualTo(i);
                }
                assertThat(redis.info("commandstats"))
                        .contains("cmdstat_eval:calls=1,")
                        .contains("cmdstat_evalsha:calls=10,");
            });
        }
    }

    @Test
    void wrongPasswordIsAnAuthenticationFailureThatDoesNotShowIt() {
        try (RedisServer server = RedisServer.start("--requirepass", "right-secret")) {
            for (String password : new String[] {"wrong-secret", null}) {
                try (KvStore store = open(
                        LettuceSettings.standalone(server.host(), server.port()).credentials(null, password))) {
                    KvException failure = failure(store.get(KEY));
                    assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
                    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                    assertThat(failure).hasStackTraceContaining("get").hasMessageNotContaining("secret");
                    assertThat(Failures.join(store.health()).details().toString())
                            .doesNotContain("secret");
                }
            }
            try (KvStore store = connect("redis://:right-secret@127.0.0.1:" + server.port())) {
                Failures.join(store.set(KEY, VALUE, Ttl.NONE));
            }
        }
    }

    @Test
    void permissionThatIsMissingIsAnAuthenticationFailure() {
        try (RedisServer server = RedisServer.start("--user", "app", "on", ">pass", "~ours:*", "+@all", "-@dangerous");
                KvStore store = open(
                        LettuceSettings.standalone(server.host(), server.port()).credentials("app", "pass"))) {
            Connected.await(store);
            assertThat(failure(store.set(KEY, VALUE, Ttl.NONE)).kind()).isEqualTo(Kind.AUTHENTICATION);
            assertThat(failure(store.apply(KEY, Values.increment(1, Ttl.NONE))).kind())
                    .isEqualTo(Kind.AUTHENTICATION);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fullServerRefusesWritesAndAnswersReads(RedisBinary binary) {
        try (RedisServer server = RedisServer.start(binary, "--maxmemory-policy", "noeviction");
                KvStore store = connect(server.uri())) {
            Failures.join(store.set(KEY, "1".getBytes(StandardCharsets.UTF_8), Ttl.NONE));
            Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE)));
            admin(server, redis -> redis.configSet("maxmemory", "1"));
            for (KvException failure : List.of(
                    failure(store.set(key("b"), VALUE, Ttl.NONE)),
                    failure(store.apply(key("b"), Values.setIfAbsent(VALUE, Ttl.NONE))),
                    failure(store.apply(KEY, Values.increment(1, Ttl.NONE))),
                    Failures.join(store.mset(Map.of(key("b"), VALUE), Ttl.NONE))
                            .failures()
                            .get(key("b")))) {
                assertThat(failure.kind()).isEqualTo(Kind.CAPACITY);
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            }
            assertThat(Failures.join(store.get(KEY))).isEqualTo("2".getBytes(StandardCharsets.UTF_8));
            assertThat(Failures.join(store.health()).up()).isTrue();
            assertThat(Failures.join(store.apply(KEY, Values.ttl()))).isNotNull();
            assertThat(Failures.join(store.delete(KEY))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replicaRefusesWrites(RedisBinary binary) {
        try (RedisServer server = RedisServer.start(binary, "--replica-serve-stale-data", "yes");
                KvStore store = connect(server.uri())) {
            admin(server, redis -> redis.replicaof("127.0.0.1", RedisServer.freePort()));
            assertThat(failure(store.set(KEY, VALUE, Ttl.NONE)).kind()).isEqualTo(Kind.READ_ONLY);
            assertThat(failure(store.apply(KEY, Values.setIfAbsent(VALUE, Ttl.NONE)))
                            .kind())
                    .isEqualTo(Kind.READ_ONLY);
            assertThat(Failures.join(store.get(KEY))).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void valueOfAnotherTypeIsAPermanentFailure(RedisBinary binary) {
        try (RedisServer server = RedisServer.start(binary);
                KvStore store = connect(server.uri())) {
            admin(server, redis -> redis.rpush(KEY.text(), "x"));
            assertThat(failure(store.get(KEY)).kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure(store.apply(KEY, Values.setIfAbsent(VALUE, Ttl.NONE)))
                            .kind())
                    .isEqualTo(Kind.PERMANENT);
            assertThat(failure(store.apply(KEY, Values.increment(1, Ttl.NONE))).kind())
                    .isEqualTo(Kind.PERMANENT);
            Failures.join(store.set(key("b"), VALUE, Ttl.NONE));
            var batch = Failures.join(store.mget(List.of(KEY, key("b"))));
            assertThat(batch.values()).containsOnlyKeys(key("b"));
            assertThat(batch.failures().get(KEY).kind()).isEqualTo(Kind.PERMANENT);
        }
    }

    @Test
    void operationsAboveTheBoundInFlightAreRefusedAtOnce() {
        try (RedisServer server = RedisServer.start();
                KvStore store =
                        Connected.await(open(LettuceSettings.ofUri(server.uri()).requestQueueSize(100)))) {
            server.pause();
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                sent.add(store.set(key("k" + i), VALUE, Ttl.NONE).toCompletableFuture());
            }
            Eventually.until(
                    () -> sent.stream().filter(CompletableFuture::isDone).count() >= 200);
            // Those within the bound fail otherwise, when the silent connection is given up.
            assertThat(sent.stream()
                            .filter(CompletableFuture::isDone)
                            .map(LettuceFaultsTest::failure)
                            .filter(failure -> failure.kind() == Kind.CAPACITY))
                    .hasSizeGreaterThanOrEqualTo(200)
                    .allSatisfy(refused -> assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED));
            server.resume();
        }
    }

    @Test
    void clockFollowsTheServer() {
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            admin(server, redis -> {
                List<String> time = redis.time();
                long micros = Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
                assertThat(store.nowMicros(KEY)).isBetween(micros - 5_000_000, micros + 5_000_000);
            });
        }
    }

    @Test
    void healthNamesAddressAndVersionAndNoCredentials() {
        try (RedisServer server = RedisServer.start("--requirepass", "secret");
                KvStore store = connect("redis://:secret@127.0.0.1:" + server.port())) {
            Eventually.asserted(() -> assertThat(Failures.join(store.health()).details())
                    .containsEntry("type", "redis")
                    .hasEntrySatisfying(
                            "version", version -> assertThat(version).startsWith("7.0"))
                    .hasEntrySatisfying(
                            "address",
                            address -> assertThat(address)
                                    .contains(":" + server.port())
                                    .doesNotContain("secret")));
        }
    }

    private static KvStore connect(String uri) {
        return Connected.await(open(LettuceSettings.ofUri(uri)));
    }

    private static KvStore open(LettuceSettingsBuilder settings) {
        return new LettuceKvStore(
                settings.timeout(TIMEOUT).connectTimeout(TIMEOUT).build());
    }

    private static Key key(String id) {
        return Namespace.of("t", "kv", "raw", Retention.KEPT).key(id);
    }

    private static KvException failure(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }

    private static void admin(RedisServer server, Consumer<RedisCommands<String, String>> work) {
        RedisClient client = RedisClient.create(server.uri());
        try (var connection = client.connect()) {
            work.accept(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
