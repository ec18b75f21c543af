package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.tck.CallStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads, ends of loads, and changes of the truth with an invalidation, in the random order of one seed.
 *
 * <p>A load sees the truth when it begins and is held until a later step ends it, so that invalidations fall into loads. A
 * read must give at least the truth of the last invalidation that had returned when it began, and that its process must
 * have noticed.
 */
final class Interleaving {

    private static final int STEPS = 16;

    private record Read(int atLeast, CompletableFuture<@Nullable Object> value) {}

    private record Load(String seen, CompletableFuture<String> end) {}

    /** What a backend throws that fails at random. */
    private static final class NoStock extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private final long seed;
    private final SplittableRandom random;
    private final List<CacheOnRedis> caches;
    private final Key key;
    private final Truth truth;
    private final List<Read> reads = new ArrayList<>();
    private final Queue<Load> loads = new ConcurrentLinkedQueue<>();
    private final int failing;
    private final Surroundings surroundings;
    private volatile boolean over;

    Interleaving(long seed, List<CacheOnRedis> caches) {
        this(seed, caches, 0, Surroundings.CALM);
    }

    /**
     * Creates a run.
     *
     * @param failing the percentage of loads that fail
     */
    Interleaving(long seed, List<CacheOnRedis> caches, int failing, Surroundings surroundings) {
        this.seed = seed;
        this.surroundings = surroundings;
        this.truth = new Truth(surroundings.unnoticedNanos());
        this.failing = failing;
        this.random = new SplittableRandom(seed);
        this.caches = caches;
        this.key = CacheOnRedis.key("interleaving-" + seed);
    }

    void run() {
        for (int i = 0; i < STEPS; i++) {
            step(random.nextInt(10));
            surroundings.happen(random, truth, key);
        }
        surroundings.heal();
        for (Read read : reads) {
            assertThat(Integer.parseInt((String) ended(read)))
                    .as("seed %d, reads %s, changes %s", seed, reads, truth)
                    .isGreaterThanOrEqualTo(read.atLeast());
        }
        over = true;
        while (!loads.isEmpty()) {
            endOneLoad();
        }
    }

    private void step(int kind) {
        if (kind < 5) {
            read(anyCache());
        } else if (kind < 8) {
            endOneLoad();
        } else {
            change(anyCache());
        }
    }

    // The first read of a key loads, the next one reads the store, and the one after it the near cache.
    private void read(CacheOnRedis cache) {
        CallStyle style = random.nextBoolean() ? CallStyle.PLAIN : CallStyle.STAGE;
        read(style, cache);
        for (int i = 1; i < surroundings.readsInARow(); i++) {
            endOneLoad();
            read(style, cache);
        }
    }

    private void read(CallStyle style, CacheOnRedis cache) {
        Read read = new Read(truth.atLeast(cache), cache.get(style, key, this::load));
        reads.add(read);
        if (random.nextBoolean()) {
            endsSoon(read);
        }
    }

    private void change(CacheOnRedis by) {
        if (random.nextInt(3) > 0) {
            truth.change(by, surroundings.isReliable(by), () -> by.invalidate(key));
        } else {
            truth.change(surroundings, true, () -> surroundings.change(by, key, random));
        }
    }

    private CompletableFuture<String> load() {
        Load load = new Load(Integer.toString(truth.now()), new CompletableFuture<>());
        loads.add(load);
        if (over) {
            endOneLoad();
        }
        return load.end();
    }

    private void endOneLoad() {
        Load load = loads.poll();
        if (load != null) {
            if (random.nextInt(100) < failing) {
                load.end().completeExceptionally(new NoStock());
            } else {
                load.end().complete(load.seen());
            }
        }
    }

    private Object ended(Read read) {
        while (!endsSoon(read)) {
            endOneLoad(); // Another load may have begun meanwhile.
        }
        return read.value().isCompletedExceptionally()
                ? Integer.toString(Integer.MAX_VALUE)
                : read.value().join();
    }

    private boolean endsSoon(Read read) {
        try {
            read.value().get(1, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException goOn) {
            return false;
        } catch (Exception e) {
            if (Failures.unwrap(e) instanceof NoStock) {
                return true;
            }
            throw new AssertionError("seed " + seed, e);
        }
    }

    private CacheOnRedis anyCache() {
        return caches.get(random.nextInt(caches.size()));
    }
}
