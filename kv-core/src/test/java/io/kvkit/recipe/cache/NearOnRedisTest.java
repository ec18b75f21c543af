package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.tck.RedisServer;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Near caches of three processes on one real server, which hear of each other's changes. */
@Tag("slow")
@Timeout(180)
class NearOnRedisTest {

    private static RedisServer server;
    private static List<CacheOnRedis> nodes;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        Told told = new Told();
        nodes = Stream.generate(() -> CacheOnRedis.near(server.uri(), told))
                .limit(3)
                .toList();
    }

    @AfterAll
    static void stop() {
        nodes.forEach(CacheOnRedis::close);
        server.close();
    }

    @Test
    void noReadAfterAnInvalidationGivesTheOlderValue() {
        long seed = Long.getLong("kvkit.cache.seed", 20_261_129);
        LongStream.range(seed, seed + 1_500).parallel().forEach(run -> new Interleaving(run, nodes).run());
        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.count(Outcome.NEAR_HIT)).isPositive());
    }
}
