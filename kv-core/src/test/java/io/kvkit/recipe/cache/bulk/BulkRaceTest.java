package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.Timer;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random calls for many ids and for one, and invalidations, from several threads of two processes. */
@Tag("slow")
@Timeout(300)
class BulkRaceTest {

    private static final int RUNS = Integer.getInteger("kvkit.bulk.runs", 40);

    private static void race(KvStore one, KvStore other, NearSettings.Mode near) {
        long seed = Long.getLong("kvkit.bulk.seed", 20_261_129);
        LongStream.range(seed, seed + RUNS)
                .forEach(run -> new BulkRace(run, one, other, Timer.system("bulk-race"), near).run());
    }

    @Test
    void onMemory() {
        try (KvStore store = new InMemoryKvStore()) {
            race(store, store, NearSettings.Mode.OFF);
        }
    }

    @Test
    void onMemoryWithNearCaches() {
        try (KvStore store = new InMemoryKvStore()) {
            race(store, store, NearSettings.Mode.ON);
        }
    }

    @Test
    void onRedis() {
        try (KvStore one = redis();
                KvStore other = redis()) {
            race(one, other, NearSettings.Mode.OFF);
        }
    }

    private static KvStore redis() {
        var settings = LettuceSettings.ofUri(TestRedis.uri()).timeout(Duration.ofSeconds(20));
        return Connected.await(new LettuceKvStore(settings.build()));
    }
}
