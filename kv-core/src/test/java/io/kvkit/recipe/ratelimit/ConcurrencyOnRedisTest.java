package io.kvkit.recipe.ratelimit;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.ConcurrencyLimitContract;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class ConcurrencyOnRedisTest {

    @Nested
    class Plain extends ConcurrencyLimitContract {

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
    class Stage extends ConcurrencyLimitContract {

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
        KvStore store = new LettuceKvStore(LettuceSettings.ofUri(TestRedis.uri())
                .timeout(Eventually.PATIENCE)
                .build());
        Connected.await(store);
        return new ClockedKvStore(store, time);
    }
}
