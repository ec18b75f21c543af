package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kvkit.call.Failures;
import io.kvkit.lettuce.tracking.Tracking;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals.Subscription;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.SignalsContract.Heard;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What the signals of one server tell, and what they need of it. */
@Tag("slow")
@Timeout(180)
class TrackingTest {

    private static final Namespace NAMESPACE = Namespace.of("t", "cache", "copied", Retention.EVICTABLE);
    private static final Key KEY = NAMESPACE.key("a");
    private static final ListAppender<ILoggingEvent> WARNINGS = new ListAppender<>();

    /** A change that another program makes. */
    record Foreign(String name, Consumer<RedisCommands<String, String>> made) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Foreign> foreignChanges() {
        String key = KEY.text();
        return Stream.of(
                new Foreign("SET", redis -> redis.set(key, "2")),
                new Foreign("DEL", redis -> redis.del(key)),
                new Foreign("UNLINK", redis -> redis.unlink(key)),
                new Foreign("EXPIRE", redis -> redis.expire(key, 100)),
                new Foreign("expiry", redis -> redis.pexpire(key, 1)),
                new Foreign("APPEND", redis -> redis.append(key, "2")),
                new Foreign("RENAME", redis -> redis.rename(key, "other")),
                new Foreign("MSET", redis -> redis.mset(Map.of(key, "2", "t:other:key:", "3"))),
                new Foreign("MULTI", redis -> {
                    redis.multi();
                    redis.set(key, "2");
                    redis.exec();
                }),
                new Foreign(
                        "EVAL",
                        redis -> redis.eval("return redis.call('SET', KEYS[1], '2')", ScriptOutputType.STATUS, key)));
    }

    @ParameterizedTest
    @MethodSource("foreignChanges")
    void changeByAnotherProgramIsTold(Foreign change) {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server)) {
            Failures.join(store.set(KEY, new byte[] {1}, Ttl.NONE));
            Heard heard = new Heard();
            armed(store.signals().orElseThrow().listen(NAMESPACE, heard));
            by(server, change.made);
            Eventually.until(() -> heard.keys().contains(KEY));
            assertThat(heard.keys()).containsOnly(KEY);
        }
    }

    @Test
    void manyChangesAtOnceAreAllTold() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server)) {
            Heard heard = new Heard();
            armed(store.signals().orElseThrow().listen(NAMESPACE, heard));
            Map<Key, byte[]> values = IntStream.range(0, 20_000)
                    .mapToObj(i -> NAMESPACE.key("many" + i))
                    .collect(Collectors.toMap(key -> key, key -> new byte[] {1}));
            Failures.join(store.mset(values, Ttl.NONE)).orThrow();
            Eventually.until(() -> Set.copyOf(heard.keys()).containsAll(values.keySet()));
        }
    }

    @Test
    void removalOfEverythingIsToldAsSuch() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server)) {
            Heard heard = new Heard();
            armed(store.signals().orElseThrow().listen(NAMESPACE, heard));
            int before = heard.alarms();
            by(server, RedisCommands::flushall);
            Eventually.until(() -> heard.alarms() == before + 1);
            by(server, RedisCommands::flushdb);
            Eventually.until(() -> heard.alarms() == before + 2);
        }
    }

    @Test
    void namespacesAreTrackedAsTheyGetListeners() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server)) {
            for (int i = 0; i < 20; i++) {
                Namespace namespace = Namespace.of("t", "cache", "c" + i % 7, Retention.EVICTABLE);
                Heard heard = new Heard();
                Subscription subscription = armed(store.signals().orElseThrow().listen(namespace, heard));
                by(server, redis -> redis.set(namespace.key("a").text(), "1"));
                Eventually.until(() -> heard.keys().contains(namespace.key("a")));
                if (i % 3 == 0) {
                    subscription.close();
                }
            }
            assertThat(trackingConnections(server)).isEqualTo(1);
        }
    }

    @Test
    void connectionIsOpenWhileSomebodyListens() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server)) {
            assertThat(trackingConnections(server)).isZero();
            Subscription one = armed(store.signals().orElseThrow().listen(NAMESPACE, new Heard()));
            Subscription other = armed(store.signals().orElseThrow().listen(NAMESPACE, new Heard()));
            assertThat(trackingConnections(server)).isEqualTo(1);
            one.close();
            assertThat(trackingConnections(server)).isEqualTo(1);
            other.close();
            other.close();
            Eventually.until(() -> trackingConnections(server) == 0);
            armed(store.signals().orElseThrow().listen(NAMESPACE, new Heard())).close();
        }
    }

    @Test
    void closedStoreSaysOnceThatAnythingChangedAndIsSilent() {
        try (RedisServer server = RedisServer.start()) {
            KvStore store = open(server);
            Heard heard = new Heard();
            Subscription subscription = armed(store.signals().orElseThrow().listen(NAMESPACE, heard));
            int before = heard.alarms();
            store.close();
            store.close();
            assertThat(heard.alarms()).isEqualTo(before + 1);
            assertThat(subscription.silenceNanos()).isEqualTo(Long.MAX_VALUE);
            Subscription late = store.signals().orElseThrow().listen(NAMESPACE, heard);
            assertThat(late.silenceNanos()).isEqualTo(Long.MAX_VALUE);
            late.close();
            subscription.close();
        }
    }

    @Test
    void signalsArriveWhenTheServerComes() {
        int port = RedisServer.freePort();
        try (KvStore store =
                new LettuceKvStore(LettuceSettings.standalone("127.0.0.1", port).build())) {
            Heard heard = new Heard();
            Subscription subscription = store.signals().orElseThrow().listen(NAMESPACE, heard);
            assertThat(subscription.silenceNanos()).isEqualTo(Long.MAX_VALUE);
            try (RedisServer server = RedisServer.startOn(port)) {
                armed(subscription);
                assertThat(heard.alarms()).isPositive();
                by(server, redis -> redis.set(KEY.text(), "1"));
                Eventually.until(() -> heard.keys().contains(KEY));
            }
        }
    }

    @Test
    void boundOfOneCommandInFlightIsEnough() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(server, settings -> settings.requestQueueSize(1))) {
            Heard heard = new Heard();
            armed(store.signals().orElseThrow().listen(NAMESPACE, heard));
            armed(store.signals().orElseThrow().listen(Namespace.of("t", "cache", "b", Retention.KEPT), heard));
            by(server, redis -> redis.set(KEY.text(), "1"));
            Eventually.until(() -> heard.keys().contains(KEY));
        }
    }

    @Test
    void userWithoutThePermissionIsToldOnceWhatToAllow() {
        try (RedisServer server = RedisServer.start("--user", "app", "on", ">secret", "~t:*", "-@all", "+time")) {
            List<String> warnings = warningsWhile(() -> {
                try (KvStore store = new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                        .credentials("app", "secret")
                        .build())) {
                    Subscription refused = store.signals().orElseThrow().listen(NAMESPACE, new Heard());
                    Eventually.until(() -> !WARNINGS.list.isEmpty());
                    assertThat(refused.silenceNanos()).isEqualTo(Long.MAX_VALUE);
                    refused.close();
                    store.signals().orElseThrow().listen(NAMESPACE, new Heard()).close();
                    by(
                            server,
                            redis -> redis.aclSetuser(
                                    "app",
                                    AclSetuserArgs.Builder.addCommand(CommandType.CLIENT, CommandKeyword.TRACKING)));
                    armed(store.signals().orElseThrow().listen(NAMESPACE, new Heard()));
                }
            });
            assertThat(warnings).singleElement().asString().contains("+client|tracking");
        }
    }

    @Test
    void connectionsWithoutPushesGiveNoSignals() {
        try (RedisServer server = RedisServer.start();
                KvStore store = open(
                        server,
                        settings ->
                                settings.customizeOptions(options -> options.protocolVersion(ProtocolVersion.RESP2)))) {
            List<String> warnings = warningsWhile(() -> {
                Subscription subscription = store.signals().orElseThrow().listen(NAMESPACE, new Heard());
                Eventually.until(() -> !WARNINGS.list.isEmpty());
                assertThat(subscription.silenceNanos()).isEqualTo(Long.MAX_VALUE);
            });
            assertThat(warnings).singleElement().asString().contains("RESP3");
            Failures.join(store.set(KEY, new byte[] {1}, Ttl.NONE));
        }
    }

    private static List<String> warningsWhile(Runnable work) {
        Logger logger = (Logger) LoggerFactory.getLogger(Tracking.class);
        WARNINGS.list.clear();
        WARNINGS.start();
        logger.addAppender(WARNINGS);
        try {
            work.run();
        } finally {
            logger.detachAppender(WARNINGS);
        }
        return WARNINGS.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static long trackingConnections(RedisServer server) {
        return RedisCluster.ask(
                server,
                redis -> redis.clientList()
                        .lines()
                        .filter(line -> line.contains(" flags=tB") || line.contains(" flags=Bt"))
                        .count());
    }

    private static void by(RedisServer server, Consumer<RedisCommands<String, String>> work) {
        try (Program program = new Program(server)) {
            work.accept(program.redis());
        }
    }

    private static Subscription armed(Subscription subscription) {
        Eventually.until("signals that arrive", () -> subscription.silenceNanos() < Long.MAX_VALUE);
        return subscription;
    }

    private static KvStore open(RedisServer server) {
        return open(server, settings -> settings);
    }

    private static KvStore open(RedisServer server, UnaryOperator<LettuceSettingsBuilder> settings) {
        return Connected.await(new LettuceKvStore(
                settings.apply(LettuceSettings.ofUri(server.uri()).timeout(Eventually.PATIENCE))
                        .build()));
    }
}
