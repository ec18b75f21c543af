package io.kvkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the records of the annotations take in Redis, as {@code MEMORY USAGE} counts it: key, value and their entry.
 *
 * <p>The server is the one that was built with jemalloc, as packages of Redis are. The other one has an allocator that
 * adds eight bytes to each of its allocations and rounds none.
 */
@Tag("slow")
class StoredBytesTest {

    private static final String PRODUCT = "bench:cache:products:1";
    private static final String EVENT = "bench:dedupe:orders:evt-004711";

    @Test
    void recordsStayInTheSizeClassesOfTheirValues() {
        try (RedisServer server = RedisServer.start(RedisBinary.OLDEST);
                Running running = Running.with(
                        Map.of("kv.redis.uri", server.uri(), "kv.redis.timeout", OnRedis.TIMEOUT_SECONDS + "s"))) {
            running.shop().ordered("evt-004711");
            Map<String, Long> usage = usage(server);
            usage.forEach((key, bytes) -> System.out.printf("%4d  %s%n", bytes, key));
            assertThat(usage.get(PRODUCT)).isLessThanOrEqualTo(400);
            assertThat(usage.get(EVENT)).isLessThanOrEqualTo(112);
        }
    }

    private static Map<String, Long> usage(RedisServer server) {
        RedisClient client = RedisClient.create(server.uri());
        try {
            RedisCommands<String, String> redis = client.connect().sync();
            Map<String, Long> usage = new TreeMap<>();
            redis.keys("*").forEach(key -> usage.put(key, Objects.requireNonNull(redis.memoryUsage(key))));
            return usage;
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
