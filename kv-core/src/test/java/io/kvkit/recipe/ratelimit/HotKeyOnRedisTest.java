package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.VirtualTime;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HotKeyOnRedisTest extends HotKeyContract {

    private static final RedisServer SERVER = RedisServer.start();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Namespace KEYS = Namespace.of("t", "ratelimit", "counted", Retention.KEPT);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    List<KvStore> connect() {
        return List.of(connected(), connected());
    }

    @Test
    void decisionsWithoutCompanyAreOneCommandEachAndSixtyFourAtOnceAreTwo() {
        try (KvStore redis = connected();
                RedisClient client = RedisClient.create(SERVER.uri());
                StatefulRedisConnection<String, String> admin = client.connect()) {
            HeldKvStore store = new HeldKvStore(redis);
            RateLimiter limiter =
                    new RateLimiter(store, null, RateLimiterSettings.DEFAULT.withTimeout(PATIENCE), KvListeners.NONE);
            decide(limiter, store, 1);
            admin.sync().configResetstat();
            for (int i = 0; i < 20; i++) {
                decide(limiter, store, 1);
            }
            assertThat(scripts(admin)).isEqualTo(20);
            admin.sync().configResetstat();
            decide(limiter, store, 64);
            assertThat(scripts(admin)).isEqualTo(2);
        }
    }

    @Test
    void fiveHundredDecisionsOfBlocksOfFiftyAreTenCommands() {
        try (KvStore redis = connected();
                RedisClient client = RedisClient.create(SERVER.uri());
                StatefulRedisConnection<String, String> admin = client.connect()) {
            VirtualTime time = new VirtualTime();
            RateLimiterSettings settings = RateLimiterSettings.DEFAULT.withTimeout(PATIENCE);
            RateLimiter limiter = new RateLimiter(redis, null, settings, KvListeners.NONE, () -> 0, time);
            Meter meter = Meter.of(Band.of(Algorithm.FIXED_WINDOW, 1_000, Duration.ofDays(3_000)));
            Charge charge = new Charge("api", KEYS.key("b"), meter, 1, LimitTerms.USUAL.withBlock(50));
            RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.CLOSED);
            Failures.join(limiter.reset(charge.key()));
            admin.sync().configResetstat();
            for (int i = 0; i < 500; i++) {
                assertThat(Failures.join(limiter.take(call)).allowed()).isTrue();
            }
            assertThat(scripts(admin)).isEqualTo(10);
        }
    }

    private static void decide(RateLimiter limiter, HeldKvStore store, int calls) {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 1_000, Duration.ofDays(1)));
        RateLimitCall call = RateLimitCall.of(new Charge("api", KEYS.key("a"), meter, 1), OnStoreFailure.CLOSED);
        List<CompletableFuture<RateLimitResult>> all = IntStream.range(0, calls)
                .mapToObj(i -> limiter.take(call).toCompletableFuture())
                .toList();
        store.answerAll();
        assertThat(all)
                .allSatisfy(one -> assertThat(Failures.join(one).allowed()).isTrue());
    }

    private static int scripts(StatefulRedisConnection<String, String> admin) {
        String stats = admin.sync().info("commandstats");
        return Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)")
                .matcher(stats)
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .sum();
    }

    private static KvStore connected() {
        return Connected.await(new LettuceKvStore(
                LettuceSettings.ofUri(SERVER.uri()).timeout(PATIENCE).build()));
    }
}
