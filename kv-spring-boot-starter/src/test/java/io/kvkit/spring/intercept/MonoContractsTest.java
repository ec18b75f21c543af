package io.kvkit.spring.intercept;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.StaleContract;
import io.kvkit.recipe.cache.TimeoutContract;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.DedupeContract;
import io.kvkit.tck.IdempotencyContract;
import io.kvkit.tck.IdempotencyFaultContract;
import io.kvkit.tck.OutcomeContract;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contracts of the recipes, held by methods that return a {@code Mono}. */
@Tag("slow")
class MonoContractsTest {

    @Nested
    class IdempotencyOnMemory extends IdempotencyContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class IdempotencyOnRedis extends IdempotencyContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class IdempotencyWithFaults extends IdempotencyFaultContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class DedupeOnMemory extends DedupeContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class DedupeOnRedis extends DedupeContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class OutcomeOnMemory extends OutcomeContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class OutcomeOnRedis extends OutcomeContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class StaleOnMemory extends StaleContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class StaleOnRedis extends StaleContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class TimeoutOnMemory extends TimeoutContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    @Nested
    class TimeoutOnRedis extends TimeoutContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        protected CallStyle style() {
            return MonoStyle.MONO;
        }
    }

    private static KvStore redis(VirtualTime time) {
        var settings = LettuceSettings.ofUri(TestRedis.uri()).timeout(Duration.ofSeconds(20));
        return new ClockedKvStore(Connected.await(new LettuceKvStore(settings.build())), time);
    }
}
