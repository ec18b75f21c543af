package io.kvkit.recipe.cache.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One race, in the random order of one seed. The truth of an id is a number that only grows, followed by an invalidation.
 *
 * <p>A call must give at least the truth of the last invalidation that had ended when it began, no call may block, and
 * an id is loaded once from one invalidation to the next.
 */
final class BulkRace {

    private static final int IDS = 12;
    private static final int THREADS = 6;
    private static final int CALLS = 40;
    private static final ResultCodec CODEC = ResultCodec.of(new JacksonCodec(), Integer.class);

    /** A load of one id, and how many invalidations had ended before its call, and had begun when it began. */
    private record Load(int endedBeforeCall, int begunAtLoad) {}

    private final long seed;
    private final List<Cache> caches;
    private final Namespace namespace;
    private final CacheSettings settings;
    private final AtomicIntegerArray truth = new AtomicIntegerArray(IDS);
    private final AtomicIntegerArray invalidated = new AtomicIntegerArray(IDS);
    private final AtomicIntegerArray begun = new AtomicIntegerArray(IDS);
    private final AtomicIntegerArray ended = new AtomicIntegerArray(IDS);
    private final Map<Integer, List<Load>> loads = new ConcurrentHashMap<>();

    BulkRace(long seed, KvStore one, KvStore other, Timer timer, NearSettings.Mode near) {
        this.seed = seed;
        this.caches = List.of(new Cache(one, timer, KvListeners.NONE), new Cache(other, timer, KvListeners.NONE));
        this.namespace = Namespace.of("race-" + seed + "-" + System.nanoTime(), "cache", "n", Retention.EVICTABLE);
        this.settings = CacheSettings.of("n", 600_000).withNear(NearSettings.BUILT_IN.withMode(near));
    }

    void run() {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(seed * 31 + i);
            CompletableFuture<Void> end = new CompletableFuture<>();
            threads.add(end);
            Thread thread = new Thread(() -> {
                try {
                    for (int call = 0; call < CALLS; call++) {
                        step(random);
                    }
                    end.complete(null);
                } catch (Throwable failure) {
                    end.completeExceptionally(failure);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        threads.forEach(CompletableFuture::join);
        loads.forEach(this::assertOncePerGeneration);
        caches.forEach(Cache::close);
    }

    // Unless an invalidation was under way at any time from the call of one load to the start of the other.
    private void assertOncePerGeneration(int id, List<Load> all) {
        for (int i = 1; i < all.size(); i++) {
            Load one = all.get(i - 1);
            Load other = all.get(i);
            assertThat(Math.max(one.begunAtLoad, other.begunAtLoad))
                    .as("seed %d, id %d, loads %s", seed, id, all)
                    .isGreaterThan(Math.min(one.endedBeforeCall, other.endedBeforeCall));
        }
    }

    private void step(SplittableRandom random) throws Exception {
        Cache cache = caches.get(random.nextInt(caches.size()));
        int kind = random.nextInt(10);
        if (kind < 2) {
            int id = random.nextInt(IDS);
            int now = truth.incrementAndGet(id);
            begun.incrementAndGet(id);
            Failures.join(cache.invalidate(namespace.key("" + id)));
            invalidated.accumulateAndGet(id, now, Math::max);
            ended.incrementAndGet(id);
        } else if (kind < 4) {
            single(cache, random.nextInt(IDS), random);
        } else {
            bulk(cache, random);
        }
    }

    private CacheCall call(@Nullable Object id) {
        return CacheCall.of(namespace.key("" + id), settings, CODEC);
    }

    private void single(Cache cache, int id, SplittableRandom random) throws Exception {
        int atLeast = invalidated.get(id);
        Map<Integer, Integer> before = Map.of(id, ended.get(id));
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        style(random)
                .start(
                        cache.guard(),
                        call(id),
                        args -> load(List.of(id), before, random).thenApply(all -> all.get(id)),
                        result);
        assertThat((Integer) ended(result)).as("seed %d, id %d", seed, id).isGreaterThanOrEqualTo(atLeast);
    }

    private void bulk(Cache cache, SplittableRandom random) throws Exception {
        List<Integer> ids = new ArrayList<>();
        for (int i = 1 + random.nextInt(IDS - 1); i > 0; i--) {
            ids.add(random.nextInt(IDS));
        }
        Map<Integer, Integer> atLeast = new LinkedHashMap<>();
        ids.forEach(id -> atLeast.put(id, invalidated.get(id)));
        Map<Integer, Integer> before = new LinkedHashMap<>();
        ids.forEach(id -> before.put(id, ended.get(id)));
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        BulkCall call = BulkCall.of(ids, this::call, new Names(id -> namespace.key("" + id)));
        style(random)
                .start(
                        new BulkGuard(cache),
                        call,
                        args -> {
                            @SuppressWarnings("unchecked")
                            List<Integer> missing = (List<Integer>) args[0];
                            return load(missing, before, random);
                        },
                        result);
        Map<?, ?> found = (Map<?, ?>) ended(result);
        assertThat(found.keySet()).isEqualTo(atLeast.keySet());
        atLeast.forEach((id, least) -> assertThat((Integer) found.get(id))
                .as("seed %d, id %d", seed, id)
                .isGreaterThanOrEqualTo(least));
    }

    private static BulkStyle style(SplittableRandom random) {
        return random.nextBoolean() ? BulkStyle.PLAIN : BulkStyle.STAGE;
    }

    // The random numbers belong to the thread of the caller, which waits meanwhile.
    private CompletableFuture<Map<Integer, Integer>> load(
            Collection<Integer> ids, Map<Integer, Integer> before, SplittableRandom random) {
        Map<Integer, Integer> seen = new LinkedHashMap<>();
        for (Integer id : ids) {
            seen.put(id, truth.get(id));
            loads.computeIfAbsent(id, first -> new CopyOnWriteArrayList<>())
                    .add(new Load(before.get(id), begun.get(id)));
        }
        int pause = random.nextInt(200);
        return CompletableFuture.supplyAsync(() -> {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pause));
            return seen;
        });
    }

    private Object ended(CompletableFuture<@Nullable Object> result) throws Exception {
        try {
            return result.get(5, TimeUnit.SECONDS);
        } catch (TimeoutException blocked) {
            throw new AssertionError("seed " + seed + ": a call is blocked", blocked);
        }
    }
}
