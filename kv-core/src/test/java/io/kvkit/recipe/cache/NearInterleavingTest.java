package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.CacheEvent.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Near caches of two processes on a real server, which hear of changes by real signals, while the line of one of them
 * breaks: after it has heard of the changes it reads none of the older values, and before that none that is older than
 * the maximum staleness.
 */
@Tag("slow")
@Timeout(7_200)
class NearInterleavingTest {

    private static final int RUNS = Integer.getInteger("kvkit.cache.runs", 100);
    private static final int RUNS_PER_SERVER = 100;
    private static final CacheSettings LASTING = CacheOnRedis.lasting(600_000);

    private final AtomicInteger nearHits = new AtomicInteger();

    private void race(CacheSettings settings, int failing) {
        long first = Long.getLong("kvkit.cache.seed", 20_261_129);
        for (int done = 0; done < RUNS; done += RUNS_PER_SERVER) {
            race(settings, failing, first + done, Math.min(RUNS_PER_SERVER, RUNS - done));
        }
        assertThat(nearHits).hasPositiveValue();
    }

    private void race(CacheSettings settings, int failing, long seed, int runs) {
        try (TwoSides sides = new TwoSides(settings)) {
            List<CacheOnRedis> processes = List.of(sides.steady(), sides.shaky());
            LongStream.range(seed, seed + runs)
                    .parallel()
                    .forEach(run -> new Interleaving(run, processes, failing, sides).run());
            nearHits.addAndGet(sides.shaky().count(Outcome.NEAR_HIT));
        }
    }

    @Test
    void lastingResults() {
        race(LASTING, 0);
    }

    @Test
    void resultsThatAreRefreshed() {
        race(CacheOnRedis.lasting(20).withStaleness(new Staleness(600_000, 0, 1)), 0);
    }

    @Test
    void resultsInPlaceOfFailures() {
        race(CacheOnRedis.lasting(50).withStaleness(new Staleness(3, 600_000, 1)), 30);
    }

    @Test
    void taggedResults() {
        race(LASTING.withTagged(true), 0);
    }
}
