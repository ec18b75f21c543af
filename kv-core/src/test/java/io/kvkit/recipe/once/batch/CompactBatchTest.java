package io.kvkit.recipe.once.batch;

import io.kvkit.claim.Sharding;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Batches of events that are stored compactly, of which some are in one value. */
class CompactBatchTest {

    @Nested
    class OnMemory extends BatchContract {

        @Override
        KvStore open(VirtualTime time) {
            return Sharding.of(new InMemoryKvStore(time));
        }

        @Override
        boolean staged() {
            return false;
        }
    }

    @Nested
    @Tag("slow")
    class OnRedis extends BatchContract {

        @Override
        KvStore open(VirtualTime time) {
            var settings = LettuceSettings.ofUri(TestRedis.uri()).timeout(Duration.ofSeconds(20));
            return Sharding.of(new ClockedKvStore(Connected.await(new LettuceKvStore(settings.build())), time));
        }

        @Override
        boolean staged() {
            return true;
        }
    }
}
