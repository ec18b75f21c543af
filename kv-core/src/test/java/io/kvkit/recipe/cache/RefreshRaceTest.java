package io.kvkit.recipe.cache;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.RedisServer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invalidations among refreshes, failing loads and reads of stale values: what they removed is never read again. */
@Tag("slow")
@Timeout(300)
class RefreshRaceTest {

    private static final int RUNS = Integer.getInteger("kvkit.cache.runs", 150);
    private static final CacheSettings SHORT = CacheSettings.of(
            "products",
            new Life(1, 1, 0),
            Loading.of(600_000, 600_000)); // A wait for the end of a lease ends the test.
    private static final CacheSettings WHILE_REVALIDATE = SHORT.withStaleness(new Staleness(600_000, 0, 1));
    private static final CacheSettings IF_ERROR = SHORT.withStaleness(new Staleness(0, 600_000, 1));
    private static final CacheSettings BOTH = SHORT.withStaleness(new Staleness(3, 600_000, 1));
    private static final CacheSettings TAGGED = BOTH.withTagged(true);
    private static final CacheSettings SOFT = IF_ERROR.withTimeouts(1, 0);

    private static void race(List<CacheOnRedis> processes, int failing) {
        long seed = Long.getLong("kvkit.cache.seed", 20_261_129);
        LongStream.range(seed, seed + RUNS)
                .parallel()
                .forEach(run -> new Interleaving(run, processes, failing, Surroundings.CALM).run());
    }

    private static void raceOnRedis(CacheSettings settings, int failing) {
        try (RedisServer server = RedisServer.start();
                CacheOnRedis one = new CacheOnRedis(server.uri(), settings);
                CacheOnRedis other = new CacheOnRedis(server.uri(), settings)) {
            race(List.of(one, other), failing);
        }
    }

    private static void raceOnMemory(CacheSettings settings, int failing) {
        try (KvStore store = new InMemoryKvStore()) {
            race(List.of(new CacheOnRedis(store, settings), new CacheOnRedis(store, settings)), failing);
        }
    }

    @Test
    void refreshesOnRedis() {
        raceOnRedis(WHILE_REVALIDATE, 20);
    }

    @Test
    void failingLoadsOnRedis() {
        raceOnRedis(IF_ERROR, 50);
    }

    @Test
    void everythingOnRedis() {
        raceOnRedis(BOTH, 30);
    }

    @Test
    void slowLoadsOnRedis() {
        raceOnRedis(SOFT, 30);
    }

    @Test
    void tagsOnRedis() {
        raceOnRedis(TAGGED, 30);
    }

    @Test
    void refreshesOnMemory() {
        raceOnMemory(WHILE_REVALIDATE, 20);
    }

    @Test
    void failingLoadsOnMemory() {
        raceOnMemory(IF_ERROR, 50);
    }

    @Test
    void everythingOnMemory() {
        raceOnMemory(BOTH, 30);
    }

    @Test
    void slowLoadsOnMemory() {
        raceOnMemory(SOFT, 30);
    }

    @Test
    void tagsOnMemory() {
        raceOnMemory(TAGGED, 30);
    }
}
