package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import org.junit.jupiter.api.Test;

/** Loads that take too long, in methods that return a value and in those that return a stage. */
class TimeoutTest {

    @Nested
    class PlainOnMemory extends TimeoutContract {

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
    class StagesOnMemory extends TimeoutContract {

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
    class PlainOnRedis extends TimeoutContract {

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
    class StagesOnRedis extends TimeoutContract {

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

    @Test
    void softTimeoutWithoutStaleValuesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheScenario.SETTINGS.withTimeouts(100, 0))
                .withMessage("A softTimeout needs stale values");
    }

    @Test
    void softTimeoutThatIsNotShorterThanTheHardOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loading.BUILT_IN.withTimeouts(500, 500))
                .withMessage("A softTimeout is shorter than the hardTimeout of 500 ms, but this one is 500 ms");
    }
}
