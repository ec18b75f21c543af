package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a limited key of 19 characters takes in Redis, as {@code MEMORY USAGE} counts it: key, value and their entry, on the server that was
 * built with jemalloc.
 */
@Tag("slow")
class LimitMemoryTest {

    // No record expires during the test.
    private static final List<Band> BANDS = List.of(
            Band.of(Algorithm.TOKEN_BUCKET, 10, Duration.ofDays(1)),
            Band.of(Algorithm.SLIDING_WINDOW, 100, Duration.ofDays(7)),
            Band.of(Algorithm.FIXED_WINDOW, 1_000, Duration.ofDays(30)));
    private static final long[] BYTES = {96, 120, 144};

    @Test
    void keyOfOneTwoOrThreeBandsTakesFewBytes() {
        Namespace keys = Namespace.of("kv", "ratelimit", "api", Retention.KEPT);
        RateLimiterSettings patient = RateLimiterSettings.DEFAULT.withTimeout(Eventually.PATIENCE);
        try (RedisServer server = RedisServer.start(RedisBinary.OLDEST);
                LettuceKvStore store = new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                        .timeout(Eventually.PATIENCE)
                        .build())) {
            RateLimiter limiter = new RateLimiter(Connected.await(store), null, patient, KvListeners.NONE);
            for (int bands = 1; bands <= BYTES.length; bands++) {
                Key key = keys.key("u" + bands);
                Charge charge = new Charge("api", key, Meter.of(BANDS.subList(0, bands)), 1);
                Failures.join(limiter.take(RateLimitCall.of(charge, OnStoreFailure.CLOSED)));
                Long used = RedisCluster.ask(server, redis -> redis.memoryUsage(key.text()));
                assertThat(used).as("%s bands, key %s", bands, key).isLessThanOrEqualTo(BYTES[bands - 1]);
            }
        }
    }
}
