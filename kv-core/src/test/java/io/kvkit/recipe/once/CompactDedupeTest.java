package io.kvkit.recipe.once;

import io.kvkit.claim.Sharding;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.DedupeContract;
import io.kvkit.tck.TakeoverContract;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Events that are stored compactly are handled as all others are. */
class CompactDedupeTest {

    private static KvStore memory(VirtualTime time) {
        return Sharding.of(new InMemoryKvStore(time));
    }

    private static KvStore redis(VirtualTime time) {
        var settings = LettuceSettings.ofUri(TestRedis.uri()).timeout(Duration.ofSeconds(20));
        return Sharding.of(new ClockedKvStore(Connected.await(new LettuceKvStore(settings.build())), time));
    }

    @Nested
    class PlainOnMemory extends DedupeContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return memory(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.PLAIN;
        }
    }

    @Nested
    @Tag("slow")
    class StagesOnRedis extends DedupeContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }

    @Nested
    class TakeoverOnMemory extends TakeoverContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return memory(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.PLAIN;
        }
    }

    @Nested
    @Tag("slow")
    class TakeoverOnRedis extends TakeoverContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }
}
