package io.kvkit.recipe.cache;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisTarget;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The parts of a result are in different slots. */
@Tag("slow")
class LargeResultOnClusterTest extends LargeResultContract {

    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Override
    KvStore store() {
        return Connected.await(
                new LettuceKvStore(LettuceSettings.of(RedisTarget.of(cluster).topology())
                        .timeout(Duration.ofSeconds(20))
                        .build()));
    }
}
