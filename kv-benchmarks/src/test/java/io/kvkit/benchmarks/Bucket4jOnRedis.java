package io.kvkit.benchmarks;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.RemoteBucketBuilder;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The same limits by bucket4j on Lettuce: plain, and with its batching of calls. The server is one of its own. */
@State(Scope.Benchmark)
public class Bucket4jOnRedis {

    private static final Duration DAY = Duration.ofDays(1);

    private final RedisServer server = RedisServer.start();
    private final RedisClient client = RedisClient.create(server.uri());
    private final ProxyManager<byte[]> manager = Bucket4jLettuce.casBasedBuilder(client)
            .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(DAY))
            .build();
    private final BucketConfiguration configuration = BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(Shop.LIMIT).refillGreedy(Shop.LIMIT, DAY))
            .build();
    private final Bucket plain = bucket("plain", manager.builder());
    private final Bucket batching = bucket("batching", manager.builder().withOptimization(Optimizations.batching()));
    private final List<Bucket> many = IntStream.range(0, ManyKeys.COUNT)
            .mapToObj(i -> bucket("many:" + i, manager.builder()))
            .toList();

    private Bucket bucket(String key, RemoteBucketBuilder<byte[]> builder) {
        return builder.build(key.getBytes(StandardCharsets.UTF_8), () -> configuration);
    }

    boolean take() {
        return plain.tryConsume(1);
    }

    boolean takeBatching() {
        return batching.tryConsume(1);
    }

    boolean takeAny() {
        return many.get(ManyKeys.index()).tryConsume(1);
    }

    /** Ends the connection and the server. */
    @TearDown
    public void stop() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.close();
    }
}
