package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invalidations among loads that find their old value not modified: what they removed is never read again. */
@Tag("slow")
@Timeout(300)
class UnmodifiedRaceTest {

    private static final int REMOVALS = Integer.getInteger("kvkit.cache.runs", 150) * 2;
    private static final CacheSettings SHORT = CacheSettings.of(
                    "products", new Life(1, 1, 0), Loading.of(60_000, 60_000))
            .withTagged(true);

    /** Two processes, one key, and a number that is its truth. */
    private static final class Race {

        private final Key key = Namespace.of(UUID.randomUUID().toString(), "cache", "products", Retention.EVICTABLE)
                .key("1");
        private final AtomicInteger truth = new AtomicInteger();
        private final AtomicInteger settled = new AtomicInteger();
        private final AtomicInteger unmodified = new AtomicInteger();
        private final AtomicInteger removals = new AtomicInteger();
        private volatile int unmodifiedAtRemoval = -1;
        private final List<Cache> caches;
        private final CacheCall call;

        Race(List<Cache> caches, CacheSettings settings) {
            this.caches = caches;
            ResultCodec codec = ResultCodec.of(new JacksonCodec(), String.class);
            CacheRules rules = new CacheRules() {
                @Override
                public Collection<String> tags(@Nullable Object result) {
                    return List.of("toys");
                }
            };
            this.call = new CacheCall(key, settings, codec, rules.takingOldValues());
        }

        void run(int thread) {
            for (int step = thread; removals.get() < REMOVALS; step++) {
                step(step);
            }
        }

        private void step(int step) {
            Cache cache = caches.get(step % 2);
            if (step % 16 == 0 && mayRemove()) {
                int number = truth.incrementAndGet();
                remove(cache, removals.getAndIncrement() % 3);
                settled.accumulateAndGet(number, Math::max);
                return;
            }
            int atLeast = settled.get();
            Object read = Refreshing.STAGE.get(cache, call, this::load).join();
            assertThat(Integer.parseInt(String.valueOf(read))).isGreaterThanOrEqualTo(atLeast);
        }

        /** A fast machine would remove each value before it is a millisecond old: every second one is kept once. */
        private boolean mayRemove() {
            int kept = unmodified.get();
            if (removals.get() % 2 == 1 && kept == unmodifiedAtRemoval) {
                return false;
            }
            unmodifiedAtRemoval = kept;
            return true;
        }

        private void remove(Cache cache, int how) {
            Failures.join(
                    switch (how) {
                        case 0 -> cache.invalidate(key);
                        case 1 -> cache.invalidateTags(key.namespace(), List.of("toys"));
                        default -> cache.invalidateAll(key.namespace());
                    });
        }

        private CompletionStage<String> load(Refresh<String> refresh) {
            String now = Integer.toString(truth.get());
            if (now.equals(refresh.validator())) {
                unmodified.incrementAndGet();
                return CompletableFuture.completedFuture(refresh.notModified());
            }
            return CompletableFuture.completedFuture(refresh.modified(now, now));
        }
    }

    private static void race(Supplier<KvStore> stores, Staleness staleness) {
        Timer timer = Timer.system("unmodified-race-test");
        try (KvStore one = stores.get();
                KvStore other = stores.get()) {
            try (Cache first = new Cache(one, timer, KvListeners.NONE);
                    Cache second = new Cache(other, timer, KvListeners.NONE)) {
                Race race = new Race(List.of(first, second), SHORT.withStaleness(staleness));
                IntStream.range(0, 4).parallel().forEach(race::run);
                assertThat(race.unmodified).as("loads that kept their value").hasValueGreaterThan(REMOVALS / 8);
            }
        }
    }

    private static void raceOnMemory(Staleness staleness) {
        KvStore shared = new InMemoryKvStore();
        race(() -> shared, staleness);
    }

    private static void raceOnRedis(Staleness staleness) {
        race(
                () -> Connected.await(new LettuceKvStore(LettuceSettings.ofUri(TestRedis.uri())
                        .timeout(Duration.ofSeconds(20))
                        .build())),
                staleness);
    }

    @Test
    void foregroundOnMemory() {
        raceOnMemory(new Staleness(0, 600_000, 1));
    }

    @Test
    void backgroundOnMemory() {
        raceOnMemory(new Staleness(600_000, 0, 1));
    }

    @Test
    void foregroundOnRedis() {
        raceOnRedis(new Staleness(0, 600_000, 1));
    }

    @Test
    void backgroundOnRedis() {
        raceOnRedis(new Staleness(600_000, 0, 1));
    }
}
