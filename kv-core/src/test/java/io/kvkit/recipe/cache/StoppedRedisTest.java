package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes while their server stands still, and after that. */
@Tag("slow")
@Timeout(180)
class StoppedRedisTest {

    private static final int CALLERS = 40;
    private static final NearSettings NEAR =
            NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON).withMaxStaleness(600_000);

    private final RedisServer server = RedisServer.start();
    private final AtomicInteger truth = new AtomicInteger(1);
    private CacheOnRedis one;
    private CacheOnRedis other;

    @BeforeEach
    void start() {
        one = open();
        other = open();
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        server.close();
    }

    private CacheOnRedis open() {
        LettuceSettings settings = LettuceSettings.ofUri(server.uri())
                .timeout(Duration.ofMillis(250))
                .build();
        CacheOnRedis opened = new CacheOnRedis(
                Connected.await(new LettuceKvStore(settings)),
                CacheOnRedis.lasting(600_000).withNear(NEAR));
        new Heard(opened.store).awaitUpTo(System.nanoTime());
        return opened;
    }

    private @Nullable Object get(CacheOnRedis process, Key key) {
        return process.get(key, Integer.toString(truth.get()));
    }

    private void warm(CacheOnRedis process, Key key) {
        Eventually.until("a hit nearby", () -> {
            int before = process.count(Outcome.NEAR_HIT);
            get(process, key);
            return process.count(Outcome.NEAR_HIT) > before;
        });
    }

    @Test
    void nearCacheGoesOnAnswering() {
        Key key = CacheOnRedis.key("warm");
        warm(one, key);
        truth.set(2);
        server.pause();
        int before = one.count(Outcome.NEAR_HIT);
        for (int i = 0; i < CALLERS; i++) {
            assertThat(get(one, key)).isEqualTo("1");
        }
        assertThat(one.count(Outcome.NEAR_HIT)).isEqualTo(before + CALLERS);
        server.resume();
    }

    @Test
    void oneCallAtATimeLoadsInEachProcess() {
        server.pause();
        Loads here = new Loads();
        Loads there = new Loads();
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(one.get(CallStyle.PLAIN, CacheOnRedis.key("cold"), here::load));
            calls.add(other.get(CallStyle.STAGE, CacheOnRedis.key("cold"), there::load));
        }
        assertThat(calls).allSatisfy(call -> assertThat(call.join()).isEqualTo("loaded"));
        server.resume();
        assertThat(here.most).hasValue(1);
        assertThat(there.most).hasValue(1);
    }

    @Test
    void invalidationsHoldAfterTheReturn() {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            keys.add(CacheOnRedis.key("changed-" + i));
        }
        keys.forEach(key -> warm(one, key));
        keys.forEach(key -> warm(other, key));
        server.pause();
        truth.set(2);
        keys.parallelStream().forEach(one::invalidate);
        assertThat(keys.subList(0, 3))
                .allSatisfy(key -> assertThat(get(one, key)).isEqualTo("2"));
        server.resume();
        assertThat(keys).allSatisfy(key -> assertThat(get(one, key)).isEqualTo("2"));
        assertThat(keys).allSatisfy(key -> Eventually.until(() -> "2".equals(get(other, key))));
        assertThat(keys).allSatisfy(key -> assertThat(get(one, key)).isEqualTo("2"));
    }

    /** Loads that end on threads of their own, and how many there were at once. */
    private static final class Loads {

        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        CompletableFuture<String> load() {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(() -> {
                running.decrementAndGet();
                return "loaded";
            });
        }
    }
}
