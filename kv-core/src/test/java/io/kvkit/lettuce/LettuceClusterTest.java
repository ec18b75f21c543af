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
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.value.Values;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.internal.HostAndPort;
import io.lettuce.core.resource.MappingSocketAddressResolver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Redis store on a cluster while slots move and the way to one node fails. */
@Tag("slow")
@Timeout(180)
class LettuceClusterTest {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static RedisCluster cluster;
    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start(3);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @AfterEach
    void empty() {
        cluster.masters().forEach(master -> RedisCluster.ask(master, redis -> redis.flushall()));
    }

    @Test
    void lostReplyOfOneNodeDoesNotExecuteTheIncrementTwice() {
        Key key = keyOn(0);
        RedisServer node = cluster.masters().get(0);
        try (FaultProxy proxy = new FaultProxy(node.port());
                KvStore store = Connected.await(open(Map.of(node, proxy)))) {
            assertThat(Failures.join(store.apply(key, Values.increment(1, Ttl.NONE))))
                    .isEqualTo(1);
            for (String now : List.of("2", "3", "4", "5", "6")) {
                proxy.fault(Fault.DROP_REPLIES);
                var increment = store.apply(key, Values.increment(1, Ttl.NONE));
                Eventually.until(() -> now.equals(RedisCluster.ask(node, redis -> redis.get(key.text()))));
                proxy.cut();
                KvException failure = failure(increment);
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
                proxy.heal();
                Connected.await(store);
                assertThat(Failures.join(store.get(key))).isEqualTo(bytes(now));
            }
        }
    }

    @Test
    void nodeThatIsGoneRejectsItsCommandsAtOnceAndTheOthersWork() {
        try (FaultProxy proxy = new FaultProxy(cluster.masters().get(1).port());
                KvStore store = Connected.await(open(Map.of(cluster.masters().get(1), proxy)))) {
            proxy.fault(Fault.REFUSE);
            proxy.cut();
            Eventually.until(() -> failure(store.get(keyOn(1))).kind() == Kind.TRANSIENT);
            for (int i = 0; i < 100; i++) {
                KvException failure = failure(store.apply(keyOn(1), Values.increment(1, Ttl.NONE)));
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            }
            Failures.join(store.set(keyOn(0), bytes("one"), Ttl.NONE));
            var batch = Failures.join(store.mget(List.of(keyOn(0), keyOn(1), keyOn(2))));
            assertThat(batch.values()).containsOnlyKeys(keyOn(0));
            assertThat(batch.failures()).containsOnlyKeys(keyOn(1));
            StoreHealth health = Failures.join(store.health());
            assertThat(health.degraded()).isTrue();
            assertThat(health.details()).containsEntry(StoreHealth.DEGRADED, "1 of 3 masters are down");
            assertThat(Failures.join(store.health(store.partOf(keyOn(0)))).up()).isTrue();
            assertThat(Failures.join(store.health(store.partOf(keyOn(1)))).up()).isFalse();
            assertThat(failure(store.scan("t", 10)).kind()).isEqualTo(Kind.TRANSIENT);
            proxy.heal();
            Connected.await(store);
            assertThat(Failures.join(store.get(keyOn(1)))).isNull();
        }
    }

    @Test
    void slotThatIsOnItsWayIsFollowedAndNothingIsCarriedOutTwice() {
        Key key = keyOn(0);
        int slot = SlotHash.getSlot(key.text());
        RedisServer from = cluster.masters().get(0);
        RedisServer to = cluster.masters().get(1);
        try (KvStore store = Connected.await(open(Map.of()))) {
            move(slot, from, to, () -> {
                // The key is not at its old place, so that place answers ASK.
                for (int i = 1; i <= 10; i++) {
                    assertThat(Failures.join(store.apply(key, Values.increment(1, Ttl.NONE))))
                            .isEqualTo(i);
                }
                assertThat(Failures.join(store.mget(List.of(key))).orThrow()).containsEntry(key, bytes("10"));
            });
            // Now MOVED.
            for (int i = 11; i <= 20; i++) {
                assertThat(Failures.join(store.apply(key, Values.increment(1, Ttl.NONE))))
                        .isEqualTo(i);
            }
            assertThat(Failures.join(store.get(key))).isEqualTo(bytes("20"));
            String moved = RedisCluster.ask(to, redis -> redis.get(key.text()));
            assertThat(moved).isEqualTo("20");
            Failures.join(store.delete(key));
            move(slot, to, from, () -> {});
            assertThat(Failures.join(store.apply(key, Values.increment(1, Ttl.NONE))))
                    .isEqualTo(1);
        }
    }

    @Test
    void transitionsOfABatchFollowASlotThatIsOnItsWay() {
        Key key = keyOn(0);
        Map<Key, Transition<Long>> increments =
                Map.of(key, Values.increment(1, Ttl.NONE), keyOn(1), Values.increment(1, Ttl.NONE));
        int slot = SlotHash.getSlot(key.text());
        RedisServer from = cluster.masters().get(0);
        RedisServer to = cluster.masters().get(1);
        try (KvStore store = Connected.await(open(Map.of()))) {
            move(slot, from, to, () -> assertCounted(store, increments, 1));
            assertCounted(store, increments, 2);
            Failures.join(store.delete(key));
            move(slot, to, from, () -> {});
        }
    }

    private static void assertCounted(KvStore store, Map<Key, Transition<Long>> increments, long sum) {
        assertThat(Failures.join(store.applyAll(increments)).orThrow().values())
                .hasSize(increments.size())
                .containsOnly(sum);
    }

    @Test
    void transitionsOfABatchOnALostNodeFailAlone() {
        RedisServer node = cluster.masters().get(1);
        try (FaultProxy proxy = new FaultProxy(node.port());
                KvStore store = Connected.await(open(Map.of(node, proxy)))) {
            proxy.fault(Fault.REFUSE);
            proxy.cut();
            Eventually.until(() -> failure(store.get(keyOn(1))).kind() == Kind.TRANSIENT);
            Transition<Long> increment = Values.increment(1, Ttl.NONE);
            var batch = Failures.join(
                    store.applyAll(Map.of(keyOn(0), increment, keyOn(1), increment, keyOn(2), increment)));
            assertThat(batch.values()).containsOnly(Map.entry(keyOn(0), 1L), Map.entry(keyOn(2), 1L));
            assertThat(batch.failures())
                    .containsOnlyKeys(keyOn(1))
                    .allSatisfy((key, failure) -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED));
        }
    }

    @Test
    void eachMasterIsAPartOfTheStoreAndOfAllItsViews() {
        try (KvStore store = Connected.await(open(Map.of()))) {
            StorePart part = store.partOf(keyOn(0));
            assertThat(part).hasToString("127.0.0.1:" + cluster.masters().get(0).port());
            assertThat(part.isPresent()).isTrue();
            assertThat(store.withTimeout(Duration.ofSeconds(1)).partOf(keyOn(0)))
                    .isSameAs(part);
            assertThat(store.partOf(keyOn(1))).isNotSameAs(part);
        }
    }

    @Test
    void masterThatIsAskedInVainMakesTheStoreLookForASuccessor() {
        try (FaultProxy proxy = new FaultProxy(cluster.masters().get(1).port());
                KvStore store = Connected.await(open(Map.of(cluster.masters().get(1), proxy)))) {
            StorePart part = store.partOf(keyOn(1));
            RedisServer other = cluster.masters().get(0);
            RedisCluster.ask(other, redis -> redis.configResetstat());
            proxy.answer("LOADING as the test wants it");
            // Without that, the store looks every 30 seconds.
            Eventually.until("five looks", () -> {
                assertThat(Failures.join(store.health(part)).up()).isFalse();
                return looks(statistics(other)) >= 5;
            });
        }
    }

    @Test
    void redirectsInACircleEndAsAnErrorThatChangedNothing() {
        RedisServer node = cluster.masters().get(0);
        Key key = keyOn(0);
        try (FaultProxy proxy = new FaultProxy(node.port());
                KvStore store = Connected.await(open(Map.of(node, proxy)))) {
            proxy.answer("MOVED " + SlotHash.getSlot(key.text()) + " 127.0.0.1:" + node.port());
            for (CompletionStage<?> change :
                    List.of(store.set(key, bytes("x"), Ttl.NONE), store.apply(key, Values.increment(1, Ttl.NONE)))) {
                KvException failure = failure(change);
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                assertThat(failure).hasMessageContaining("MOVED");
            }
            proxy.heal();
            assertThat(Failures.join(store.apply(key, Values.increment(1, Ttl.NONE))))
                    .isEqualTo(1);
        }
    }

    @Test
    void forgottenScriptIsSentByItsTextToEachNodeOnce() {
        try (KvStore store = Connected.await(open(Map.of()))) {
            cluster.masters()
                    .forEach(master -> RedisCluster.ask(master, redis -> {
                        redis.scriptFlush();
                        return redis.configResetstat();
                    }));
            for (int i = 1; i <= 5; i++) {
                for (int node = 0; node < 3; node++) {
                    assertThat(Failures.join(store.apply(keyOn(node), Values.increment(1, Ttl.NONE))))
                            .isEqualTo(i);
                }
            }
            cluster.masters()
                    .forEach(master -> assertThat(statistics(master))
                            .contains("cmdstat_eval:calls=1,")
                            .contains("cmdstat_evalsha:calls=5,"));
        }
    }

    @Test
    void batchIsSentToEachNodeAsPlainCommandsOfItsOwnKeys() {
        List<Key> all =
                IntStream.range(0, 1_000).mapToObj(i -> keys.key("k" + i)).toList();
        try (KvStore store = Connected.await(open(Map.of()))) {
            cluster.masters().forEach(master -> RedisCluster.ask(master, redis -> redis.configResetstat()));
            assertThat(Failures.join(store.mget(all)).orThrow()).isEmpty();
            long read = cluster.masters().stream()
                    .mapToLong(master -> calls(statistics(master)))
                    .sum();
            assertThat(read).as("no key is asked for twice").isEqualTo(1_000);
        }
    }

    private static String statistics(RedisServer server) {
        return RedisCluster.ask(server, redis -> redis.info("commandstats"));
    }

    private static long calls(String statistics) {
        return number("cmdstat_get:calls=(\\d+)", statistics);
    }

    // Before Redis 7 the commands about the cluster are counted together.
    private static long looks(String statistics) {
        return number("cmdstat_cluster(?:\\|slots)?:calls=(\\d+)", statistics);
    }

    private static long number(String pattern, String statistics) {
        var matcher = Pattern.compile(pattern).matcher(statistics);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static void move(int slot, RedisServer from, RedisServer to, Runnable onTheWay) {
        String source = RedisCluster.ask(from, redis -> redis.clusterMyId());
        String target = RedisCluster.ask(to, redis -> redis.clusterMyId());
        RedisCluster.ask(to, redis -> redis.clusterSetSlotImporting(slot, source));
        RedisCluster.ask(from, redis -> redis.clusterSetSlotMigrating(slot, target));
        onTheWay.run();
        for (RedisServer server : List.of(to, from)) {
            RedisCluster.ask(server, redis -> redis.clusterSetSlotNode(slot, target));
        }
    }

    private Key keyOn(int master) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> keys.key("on" + i))
                .filter(key -> cluster.masterOf(key.text()) == cluster.masters().get(master))
                .findFirst()
                .orElseThrow();
    }

    // The nodes tell their own ports: the client is led through the proxies beneath that.
    private static KvStore open(Map<RedisServer, FaultProxy> proxies) {
        Function<HostAndPort, HostAndPort> detour = address -> proxies.entrySet().stream()
                .filter(entry -> entry.getKey().port() == address.getPort())
                .map(entry -> HostAndPort.of("127.0.0.1", entry.getValue().port()))
                .findFirst()
                .orElse(address);
        return new LettuceKvStore(LettuceSettings.of(RedisTarget.of(cluster).topology())
                .timeout(TIMEOUT)
                .customizeResources(
                        resources -> resources.socketAddressResolver(MappingSocketAddressResolver.create(detour)))
                .build());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static KvException failure(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }
}
