package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.resilience.ResilienceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.value.Values;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of many thousand keys while the server, or the way to it, fails: they cost no more than their deadline. */
@Tag("slow")
@Timeout(180)
class LargeBatchTest {

    private static final Duration DEADLINE = Duration.ofMillis(250);
    private static final byte[] VALUE = {1};
    private static final List<Key> KEYS = keys(50_000);

    static Stream<Function<KvStore, CompletionStage<? extends Batch<Key, ?>>>> batches() {
        Map<Key, byte[]> values = KEYS.stream().collect(Collectors.toMap(key -> key, key -> VALUE));
        return Stream.of(
                store -> store.mget(KEYS),
                store -> store.mset(values, Ttl.NONE),
                store -> store.deleteMany(KEYS),
                store -> store.applyAll(increments(KEYS)));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void stoppedServerEndsABatchAtItsDeadlineWithAFailureForEachReason(
            Function<KvStore, CompletionStage<? extends Batch<Key, ?>>> call) {
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            server.pause();
            var later = store.withTimeout(Eventually.PATIENCE).get(KEYS.get(0)).toCompletableFuture();
            Batch<Key, ?> answer = Failures.join(call.apply(store.withTimeout(DEADLINE)));
            assertThat(later).isNotDone();
            assertThat(answer.failures()).hasSize(KEYS.size());
            assertThat(different(answer))
                    .hasSizeBetween(1, 2)
                    .allMatch(failure -> failure.kind() == Kind.TIMEOUT)
                    .anyMatch(failure -> failure.outcome() == Outcome.NOT_APPLIED);
            server.resume();
        }
    }

    @Test
    void keysThatWereNotSentInTimeAreNeverSent() {
        Map<Key, byte[]> values = KEYS.stream().collect(Collectors.toMap(key -> key, key -> VALUE));
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            server.pause();
            var batch = Failures.join(store.withTimeout(DEADLINE).mset(values, Ttl.NONE));
            long unknown = batch.failures().values().stream()
                    .filter(failure -> failure.outcome() == Outcome.UNKNOWN)
                    .count();
            server.resume();
            Connected.await(store);
            assertThat(RedisCluster.<Long>ask(server, RedisCommands::dbsize)).isLessThanOrEqualTo(unknown);
            assertThat(unknown).isLessThan(1_000);
        }
    }

    @Test
    void batchWhoseTimeIsOverIsNotDealtWithOnTheThreadOfTheTimer() {
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            server.pause();
            var thread = store.withTimeout(DEADLINE)
                    .mget(KEYS)
                    .thenApply(batch -> Thread.currentThread().getName());
            assertThat(Failures.join(thread)).doesNotStartWith("kvkit-redis-timer");
            server.resume();
        }
    }

    @Test
    void batchWithoutAServerFailsWithOneFailure() {
        try (KvStore store = new LettuceKvStore(
                LettuceSettings.standalone("127.0.0.1", RedisServer.freePort()).build())) {
            Eventually.until(() -> !Failures.join(store.health()).up());
            Batch<Key, byte[]> answer =
                    Failures.join(store.withTimeout(Eventually.PATIENCE).mget(keys(100_000)));
            assertThat(answer.failures()).hasSize(100_000);
            assertThat(different(answer)).singleElement().satisfies(failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            });
        }
    }

    @Test
    void batchThatIsLateBeforeAnyServerIsKnownFailsWithOneFailure() {
        try (RedisServer server = RedisServer.start()) {
            server.pause();
            try (KvStore store = new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                    .connectTimeout(Eventually.PATIENCE)
                    .timeout(DEADLINE)
                    .build())) {
                Batch<Key, byte[]> answer = Failures.join(store.mget(KEYS));
                assertThat(answer.failures()).hasSize(KEYS.size());
                assertThat(different(answer))
                        .singleElement()
                        .satisfies(failure -> assertThat(failure).hasMessageContaining("not sent in time"));
                server.resume();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOADING Redis is loading the dataset in memory", "NOPERM this user has no permissions"})
    void errorThatTheServerAnswersToEachKeyIsOneFailure(String error) {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            proxy.answer(error);
            Batch<Key, byte[]> answer = Failures.join(store.mget(keys(5_000)));
            assertThat(answer.failures()).hasSize(5_000);
            // The connection may end meanwhile, because questions about its health are answered with the error too.
            assertThat(different(answer))
                    .extracting(KvException::getMessage)
                    .hasSizeLessThan(3)
                    .doesNotHaveDuplicates()
                    .anyMatch(message -> message.contains(error.substring(0, error.indexOf(' '))));
        }
    }

    @Test
    void connectionThatEndsFailsWhatWasSentAndWhatWasNot() {
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            server.pause();
            var batch = store.deleteMany(KEYS);
            server.kill();
            Batch<Key, Boolean> answer = Failures.join(batch);
            assertThat(answer.failures()).hasSize(KEYS.size());
            assertThat(different(answer))
                    .hasSizeLessThan(10)
                    .anyMatch(failure -> failure.outcome() == Outcome.UNKNOWN)
                    .anyMatch(failure -> failure.outcome() == Outcome.NOT_APPLIED);
        }
    }

    @Test
    void failuresOfAFewKeysNameThemAndThoseOfManyDoNot() {
        try (KvStore store = new LettuceKvStore(
                LettuceSettings.standalone("127.0.0.1", RedisServer.freePort()).build())) {
            Failures.join(store.mget(keys(Batch.MAX_NAMED)))
                    .failures()
                    .forEach((key, failure) -> assertThat(failure.key()).isEqualTo(key.toString()));
            assertThat(different(Failures.join(store.mget(keys(Batch.MAX_NAMED + 1)))))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.key()).isNull());
        }
    }

    @Test
    void shieldedBatchOnAStoppedServerEndsAtItsDeadlineToo() {
        try (RedisServer server = RedisServer.start();
                KvStore store = ResilientKvStore.around(
                        connect(server.uri()),
                        ResilienceSettings.of(DEADLINE),
                        Timer.system("test-timer"),
                        MicroClock.system(),
                        KvListeners.NONE)) {
            server.pause();
            var later = store.withTimeout(Eventually.PATIENCE).get(KEYS.get(0)).toCompletableFuture();
            var batch = store.withTimeout(DEADLINE).mget(KEYS);
            assertThat(different(Failures.join(batch))).hasSizeBetween(1, 2);
            assertThat(later).isNotDone();
            server.resume();
        }
    }

    private static KvStore connect(String uri) {
        return Connected.await(new LettuceKvStore(LettuceSettings.ofUri(uri)
                .timeout(Duration.ofSeconds(20))
                .connectTimeout(Duration.ofSeconds(20))
                .build()));
    }

    private static Set<KvException> different(Batch<Key, ?> batch) {
        Collection<KvException> all = batch.failures().values();
        return Set.copyOf(all);
    }

    private static Map<Key, Transition<Long>> increments(List<Key> keys) {
        return keys.stream().collect(Collectors.toMap(key -> key, key -> Values.increment(1, Ttl.NONE)));
    }

    private static List<Key> keys(int count) {
        Namespace names = Namespace.of("t", "kv", "raw", Retention.KEPT);
        return IntStream.range(0, count).mapToObj(i -> names.key("k" + i)).toList();
    }
}
