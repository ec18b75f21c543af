package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.store.Key;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two caches of two processes on one real server. */
@Tag("slow")
@Timeout(180)
class CacheOnRedisTest {

    private static RedisServer server;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;
    private static CacheOnRedis one;
    private static CacheOnRedis other;

    private final Key key = CacheOnRedis.key(UUID.randomUUID().toString());
    private final AtomicInteger loads = new AtomicInteger();
    private final CompletableFuture<String> load = new CompletableFuture<>();

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        client = RedisClient.create(server.uri());
        connection = client.connect();
        one = new CacheOnRedis(server.uri());
        other = new CacheOnRedis(server.uri());
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        connection.close();
        client.shutdown();
        server.close();
    }

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    private static RedisCommands<String, String> redis() {
        return connection.sync();
    }

    private CompletableFuture<@Nullable Object> slowly(CacheOnRedis cache, CallStyle style) {
        return cache.get(style, key, () -> {
            loads.incrementAndGet();
            return load;
        });
    }

    private CompletableFuture<@Nullable Object> underWay(CacheOnRedis cache, CallStyle style) {
        CompletableFuture<@Nullable Object> call = slowly(cache, style);
        Eventually.until(() -> loads.get() == 1);
        return call;
    }

    @ParameterizedTest
    @MethodSource("styles")
    void oneOfTwiceSixtyFourCallersLoads(CallStyle style) {
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(slowly(one, style));
            calls.add(slowly(other, style));
        }
        Eventually.until(() -> loads.get() == 1);
        load.complete("value");
        for (CompletableFuture<@Nullable Object> call : calls) {
            assertThat(call.join()).isEqualTo("value");
        }
        assertThat(loads).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void fillIsRefusedAfterAnInvalidationByTheOtherCache(CallStyle style) {
        CompletableFuture<@Nullable Object> slow = underWay(one, style);
        int refused = one.count(Outcome.NOT_STORED);
        other.invalidate(key);
        load.complete("old");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(one.count(Outcome.NOT_STORED)).isEqualTo(refused + 1);
        assertThat(redis().exists(key.text())).isZero();
        assertThat(one.get(key, "new")).isEqualTo("new");
        assertThat(other.get(key, "newer")).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void fillIsRefusedAfterSomebodyElseDeletedTheKey(CallStyle style) {
        CompletableFuture<@Nullable Object> slow = underWay(one, style);
        redis().del(key.text());
        load.complete("old");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(redis().exists(key.text())).isZero();
        assertThat(other.get(key, "new")).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void callAfterAnInvalidationDoesNotJoinTheLoadOfBefore(CallStyle style) {
        CompletableFuture<@Nullable Object> slow = underWay(one, style);
        other.invalidate(key);
        assertThat(one.get(key, "new")).isEqualTo("new");
        load.complete("old");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(one.get(key, "newer")).isEqualTo("new");
    }

    @Test
    void hitCostsOneGetAndNothingElse() {
        one.get(key, "value");
        redis().configResetstat();
        for (int i = 0; i < 10; i++) {
            assertThat(one.get(key, "other")).isEqualTo("value");
        }
        // A store asks for the time once a second, also in between, and the connection for signals may come late.
        String stats = redis().info("commandstats");
        assertThat(calls(stats, "get")).isEqualTo(10);
        assertThat(stats.lines().filter(line -> line.startsWith("cmdstat_")))
                .allMatch(line -> line.matches("cmdstat_(get|time|info|config.*|hello|client.*):.*"));
    }

    @Test
    void missCostsOneGetAndTwoScripts() {
        one.get(CacheOnRedis.key("warm-" + key.text()), "scripts are known");
        redis().configResetstat();
        one.get(key, "value");
        assertThat(calls(redis().info("commandstats"), "evalsha")).isEqualTo(2);
        assertThat(redis().pttl(key.text())).isBetween(590_000L, 602_000L);
    }

    private static int calls(String stats, String command) {
        var line = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    @Test
    void keyOfAnotherTypeIsReplaced() {
        redis().rpush(key.text(), "not", "ours");
        int corrupt = one.count(Outcome.CORRUPT);
        assertThat(one.get(key, "value")).isEqualTo("value");
        assertThat(other.get(key, "other")).isEqualTo("value");
        assertThat(one.count(Outcome.CORRUPT)).isGreaterThan(corrupt);
        assertThat(redis().type(key.text())).isEqualTo("string");
    }

    @Test
    void recordOfTheTagsOfAnotherTypeIsReplaced() {
        CacheSettings settings = CacheOnRedis.lasting(600_000).withTagged(true);
        try (CacheOnRedis tagged = new CacheOnRedis(server.uri(), settings)) {
            assertThat(tagged.get(key, "value")).isEqualTo("value");
            String tags = Outdated.key(key.namespace()).text();
            redis().del(tags);
            redis().rpush(tags, "not", "ours");
            assertThat(tagged.get(key, "next")).isEqualTo("next");
            assertThat(tagged.get(key, "other")).isEqualTo("next");
            assertThat(tagged.count(Outcome.CORRUPT)).isOne();
            assertThat(redis().type(tags)).isEqualTo("string");
        }
    }

    @Test
    void noReadAfterAnInvalidationGivesTheOlderValue() {
        long seed = Long.getLong("kvkit.cache.seed", 20_261_121);
        LongStream.range(seed, seed + 1_000)
                .parallel()
                .forEach(run -> new Interleaving(run, List.of(one, other)).run());
    }
}
