package io.kvkit.recipe.cache;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class LargeWriteOnRedisTest extends LargeWriteContract {

    @Override
    KvStore store() {
        return Connected.await(new LettuceKvStore(LettuceSettings.ofUri(TestRedis.uri())
                .timeout(Duration.ofSeconds(20))
                .build()));
    }
}
