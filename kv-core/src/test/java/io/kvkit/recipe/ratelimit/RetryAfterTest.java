package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.meter.MeterRandom;
import io.kvkit.store.Key;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise of {@code Retry-After}: a client that waits exactly that long passes, be it to the microsecond or in whole
 * seconds as over HTTP, if nobody else uses the key. {@code -Dkvkit.limits.runs=20000} makes 10,000 tries for each
 * algorithm and store.
 */
@Tag("slow")
class RetryAfterTest {

    private static final int TRIES = Math.max(100, Integer.getInteger("kvkit.limits.runs", 20) / 2);
    private static final long SEED = Long.getLong("kvkit.limits.seed", 20_261_130);
    private static final int MAX_STEPS = 40;

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void whoWaitsPassesInMemory(Algorithm algorithm) {
        try (ModelledRecords records = ModelledRecords.inMemory()) {
            assertPasses(records, algorithm);
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void whoWaitsPassesOnRedis(Algorithm algorithm) {
        try (ModelledRecords records =
                ModelledRecords.on(Connected.await(new LettuceKvStore(LettuceSettings.ofUri(TestRedis.uri())
                        .timeout(Eventually.PATIENCE)
                        .build())))) {
            assertPasses(records, algorithm);
        }
    }

    private static void assertPasses(ModelledRecords records, Algorithm algorithm) {
        RateLimiterSettings patient = RateLimiterSettings.DEFAULT.withTimeout(Eventually.PATIENCE);
        RateLimiter limiter = new RateLimiter(records.store(), null, patient, KvListeners.NONE);
        int tries = 0;
        for (int run = 0; tries < TRIES; run++) {
            MeterRandom random = new MeterRandom(SEED + run);
            Key key = records.fresh(algorithm + "-" + run);
            tries += tries(limiter, records, key, List.of(random.band(1, algorithm)), random);
        }
    }

    /** Uses a key until it refuses, and then waits, again and again; returns how often. */
    private static int tries(
            RateLimiter limiter, ModelledRecords records, Key key, List<Band> bands, MeterRandom random) {
        Meter meter = Meter.of(bands);
        records.pause(random.below(1_000_000_000));
        int tries = 0;
        for (int i = 0; i < MAX_STEPS; i++) {
            records.pause(Math.max(0, random.pause(bands)));
            long cost = Math.min(random.cost(bands), meter.maxCost());
            RateLimitCall call = RateLimitCall.of(new Charge("api", key, meter, cost), OnStoreFailure.CLOSED);
            RateLimitResult refused = Failures.join(limiter.take(call));
            if (!refused.allowed()) {
                Duration wait = Objects.requireNonNull(refused.retryAfter());
                records.pause(random.oneIn(2) ? wait.toNanos() / 1_000 : wholeSeconds(wait) * 1_000_000);
                assertThat(Failures.join(limiter.take(call)).allowed())
                        .as("%d of %s after %s", cost, bands, wait)
                        .isTrue();
                tries++;
            }
        }
        Failures.join(limiter.reset(key));
        return tries;
    }

    private static long wholeSeconds(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
    }
}
