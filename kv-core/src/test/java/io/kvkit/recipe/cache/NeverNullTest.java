package io.kvkit.recipe.cache;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Stored nulls and methods that cannot return them, in every style and on every store. */
class NeverNullTest {

    @Nested
    class PlainOnMemory extends NeverNullContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.PLAIN;
        }
    }

    @Nested
    class StagesOnMemory extends NeverNullContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }

    @Nested
    @Tag("slow")
    class PlainOnRedis extends NeverNullContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.PLAIN;
        }
    }

    @Nested
    @Tag("slow")
    class StagesOnRedis extends NeverNullContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }

    private static KvStore redis(VirtualTime time) {
        var settings = LettuceSettings.ofUri(TestRedis.uri()).timeout(Duration.ofSeconds(20));
        return new ClockedKvStore(Connected.await(new LettuceKvStore(settings.build())), time);
    }
}
