package io.kvkit.recipe.once.batch;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.KvStore;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Batches on Redis. */
@Tag("slow")
class BatchOnRedisTest {

    private static KvStore redis(VirtualTime time) {
        var settings = LettuceSettings.ofUri(TestRedis.uri()).timeout(Duration.ofSeconds(20));
        return new ClockedKvStore(Connected.await(new LettuceKvStore(settings.build())), time);
    }

    @Nested
    class Plain extends BatchContract {

        @Override
        KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        boolean staged() {
            return false;
        }
    }

    @Nested
    class Stages extends BatchContract {

        @Override
        KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        boolean staged() {
            return true;
        }
    }
}
