package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.store.Batch;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.SentinelSet;
import io.kvkit.value.Values;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes that the Redis store tells of only when a replica has them. */
@Timeout(60)
class DurableChangesTest {

    // A busy machine must not fail a test that is not about time.
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Durability ON_A_REPLICA = Durability.of(Level.REPLICA).within(Duration.ofSeconds(9));
    private static final Durability AT_ONCE = ON_A_REPLICA.within(Duration.ofMillis(50));
    private static final AtomicInteger TESTS = new AtomicInteger();

    private static SentinelSet servers;
    private static RedisServer primary;
    private static RedisServer replica;

    private final Namespace keys = Namespace.of("t" + TESTS.incrementAndGet(), "kv", "raw", Retention.KEPT);
    private final Key key = keys.key("a");
    private final Transition<Long> increment = Values.increment(1, Ttl.NONE);
    private final KvStore store = Connected.await(new LettuceKvStore(settings().build()));

    @BeforeAll
    static void start() {
        servers = SentinelSet.start(0);
        primary = servers.first();
        replica = servers.second();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @AfterEach
    void close() {
        replica.resume();
        store.close();
    }

    @Test
    void changeIsToldOfWhenAReplicaHasIt() {
        KvStore durable = store.durable(ON_A_REPLICA);
        for (long i = 1; i <= 50; i++) {
            assertThat(Failures.join(durable.apply(key, increment))).isEqualTo(i);
            assertThat(RedisCluster.<String>ask(replica, redis -> redis.get(key.text())))
                    .isEqualTo(Long.toString(i));
        }
    }

    @Test
    void withoutAReplicaInTimeTheChangeIsMadeAndNotDurable() {
        replica.pause();
        KvException failure = failure(store.durable(AT_ONCE).apply(key, increment));
        assertThat(failure.isNotDurable()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure).hasMessageContaining("no replica has confirmed the change within 50 ms");
        assertThat(increment(store)).isEqualTo(2);
    }

    @Test
    void otherCallsDoNotWait() {
        KvStore durable = store.durable(ON_A_REPLICA);
        replica.pause();
        CompletableFuture<Long> waiting = durable.apply(key, increment).toCompletableFuture();
        Eventually.until("the change", () -> RedisCluster.<Long>ask(primary, redis -> redis.exists(key.text())) == 1);
        IntStream.range(0, 100).forEach(i -> increment(store));
        assertThat(Failures.join(durable.get(key))).asString().isEqualTo("101");
        assertThat(waiting).isNotDone();
        replica.resume();
        assertThat(Failures.join(waiting)).isEqualTo(1);
    }

    @Test
    void changeCostsOneScriptAndOneWait() {
        KvStore durable = store.durable(ON_A_REPLICA);
        increment(durable);
        RedisCluster.ask(primary, RedisCommands::configResetstat);
        for (int i = 0; i < 5; i++) {
            increment(durable);
        }
        assertThat(calls("evalsha")).isEqualTo(5);
        assertThat(calls("wait")).isEqualTo(5);
        assertThat(calls("eval")).isZero();
    }

    @Test
    void changesThatComeMeanwhileShareAWait() {
        KvStore durable = store.durable(ON_A_REPLICA);
        increment(durable);
        RedisCluster.ask(primary, RedisCommands::configResetstat);
        replica.pause();
        List<CompletionStage<Long>> changes = IntStream.range(0, 200)
                .mapToObj(i -> durable.apply(keys.key("b" + i), increment))
                .toList();
        replica.resume();
        changes.forEach(change -> assertThat(Failures.join(change)).isEqualTo(1));
        assertThat(calls("evalsha")).isEqualTo(200);
        assertThat(calls("wait")).isBetween(1, 20);
    }

    @ParameterizedTest
    @CsvSource({"5, 20", "16, 200"})
    void manyChangesPassThroughASmallRequestQueue(int size, int many) {
        try (KvStore small = Connected.await(
                new LettuceKvStore(settings().requestQueueSize(size).build()))) {
            KvStore durable = small.durable(ON_A_REPLICA);
            increment(durable);
            replica.pause();
            List<CompletionStage<Long>> changes = IntStream.range(0, many)
                    .mapToObj(i -> durable.apply(keys.key("d" + i), increment))
                    .toList();
            replica.resume();
            changes.forEach(change -> assertThat(Failures.join(change)).isEqualTo(1));
        }
    }

    @Test
    void requestQueueThatIsTooSmallForAChangeIsRefused() {
        try (KvStore tiny = new LettuceKvStore(settings().requestQueueSize(4).build())) {
            assertThatThrownBy(() -> tiny.durable(AT_ONCE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Durable changes need a request queue size of at least 5, but it is 4");
            assertThat(tiny.durable(Durability.NONE)).isNotNull();
        }
    }

    @Test
    void scriptThatTheServerDoesNotKnowIsSentAgainWithAWait() {
        KvStore durable = store.durable(ON_A_REPLICA);
        RedisCluster.ask(primary, RedisCommands::scriptFlush);
        RedisCluster.ask(primary, RedisCommands::configResetstat);
        assertThat(increment(durable)).isEqualTo(1);
        assertThat(List.of(calls("evalsha"), calls("eval"), calls("wait"))).containsExactly(1, 1, 2);
        replica.pause();
        RedisCluster.ask(primary, RedisCommands::scriptFlush);
        assertThat(failure(store.durable(AT_ONCE).apply(key, increment)).isNotDurable())
                .isTrue();
    }

    @Test
    void batchIsDurable() {
        Map<Key, Transition<Long>> batch = batch(1_000);
        assertThat(Failures.join(store.durable(ON_A_REPLICA).<Long>applyAll(batch))
                        .orThrow())
                .hasSize(1_000);
        assertThat(RedisCluster.<Long>ask(
                        replica, redis -> redis.exists("none", keys.key("c999").text())))
                .isEqualTo(1);
        replica.pause();
        assertThat(Failures.join(store.durable(AT_ONCE).<Long>applyAll(batch)).failures())
                .hasSize(1_000)
                .allSatisfy(
                        (each, failure) -> assertThat(failure.isNotDurable()).isTrue());
    }

    @Test
    void batchSharesOneWait() {
        KvStore durable = store.durable(ON_A_REPLICA);
        increment(durable);
        RedisCluster.ask(primary, RedisCommands::configResetstat);
        assertThat(Failures.join(durable.<Long>applyAll(batch(500))).orThrow()).hasSize(500);
        assertThat(calls("evalsha")).isEqualTo(500);
        assertThat(calls("wait")).isOne();
    }

    @ParameterizedTest
    @CsvSource({"5, 20", "16, 200"})
    void batchPassesThroughASmallRequestQueue(int size, int many) {
        try (KvStore small = Connected.await(
                new LettuceKvStore(settings().requestQueueSize(size).build()))) {
            for (KvStore view : List.of(small, small.durable(ON_A_REPLICA))) {
                assertThat(Failures.join(view.<Long>applyAll(batch(many))).failures())
                        .isEmpty();
            }
        }
    }

    @Test
    void batchOfAClosedStoreIsRefused() {
        KvStore durable = store.durable(ON_A_REPLICA);
        store.close();
        assertThat(Failures.join(durable.<Long>applyAll(batch(2))).failures())
                .hasSize(2)
                .allSatisfy((each, failure) -> assertThat(failure.isClosed()).isTrue());
    }

    @Test
    void changeThatThrowsPreventsNoOtherOfItsBatch() {
        Map<Key, Transition<Long>> batch = batch(2);
        batch.put(key, null);
        Batch<Key, Long> done = Failures.join(store.durable(ON_A_REPLICA).applyAll(batch));
        assertThat(done.values()).hasSize(2);
        assertThat(done.failures()).containsOnlyKeys(key);
    }

    private Map<Key, Transition<Long>> batch(int many) {
        Map<Key, Transition<Long>> batch = new HashMap<>();
        IntStream.range(0, many).forEach(i -> batch.put(keys.key("c" + i), increment));
        return batch;
    }

    @Test
    void readsAndOtherWritesOfTheViewDoNotWait() {
        replica.pause();
        KvStore durable = store.durable(AT_ONCE);
        Failures.join(durable.set(key, new byte[] {1}, Ttl.NONE));
        assertThat(Failures.join(durable.get(key))).containsExactly(1);
    }

    @Test
    void connectionForDurableChangesIsOpenedAgainAndCounted() {
        LettuceKvStore redis = (LettuceKvStore) store;
        KvStore durable = store.durable(ON_A_REPLICA);
        increment(durable);
        assertThat(redis.connections().open()).isEqualTo(2);
        RedisCluster.ask(
                primary, admin -> admin.clientKill(KillArgs.Builder.typeNormal().skipme()));
        Eventually.until("open again", () -> redis.connections().equals(new Connections(2, 2)));
        assertThat(increment(durable)).isEqualTo(2);
    }

    @Test
    void serverThatCannotWaitForItsDiskSaysWhatToDo() {
        KvStore durable = store.durable(Durability.of(Level.AOF));
        KvException failure = failure(durable.apply(key, increment));
        assertThat(failure.isNotDurable()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure).hasMessageContaining("use Redis 7.2 or newer, appendonly yes");
    }

    @Test
    void waitThatDoesNotFitIntoTheTimeoutIsRefused() {
        assertThatThrownBy(() ->
                        store.withTimeout(Duration.ofMillis(200)).durable(ON_A_REPLICA.within(Duration.ofMillis(100))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A change may have to wait twice for 100 ms until it is durable, which does not fit into the"
                                + " timeout of 200 ms");
        KvStore durable = store.durable(AT_ONCE);
        assertThatThrownBy(() -> durable.withTimeout(Duration.ofMillis(100)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutDurabilityNothingIsAwaited() {
        replica.pause();
        assertThat(increment(store.durable(ON_A_REPLICA).durable(Durability.NONE)))
                .isEqualTo(1);
    }

    @Test
    void closedStoreRefusesDurableChanges() {
        KvStore durable = store.durable(ON_A_REPLICA);
        store.close();
        assertThat(failure(durable.apply(key, increment)).isClosed()).isTrue();
        assertThat(failure(store.durable(AT_ONCE).apply(key, increment)).isClosed())
                .isTrue();
    }

    private static LettuceSettingsBuilder settings() {
        return LettuceSettings.ofUri(primary.uri()).timeout(LONG);
    }

    private long increment(KvStore where) {
        return Failures.join(where.apply(key, increment));
    }

    private static KvException failure(CompletionStage<?> change) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(change));
    }

    private static int calls(String command) {
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                .matcher(RedisCluster.ask(primary, redis -> redis.info("commandstats")));
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }
}
