package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.lettuce.LettuceSettingsBuilder;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestRedis;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A limiter against the plain model, by a clock that the test sets: random calls with mixed bands, weights, peeks,
 * refunds, debts, several keys, calls at the same time and clock steps. {@code -Dkvkit.limits.runs=20000} makes a million
 * calls on each store, {@code -Dkvkit.limits.seed} begins with another run.
 */
@Tag("slow")
class LimitModelTest {

    private static final int RUNS = Integer.getInteger("kvkit.limits.runs", 20);
    private static final long SEED = Long.getLong("kvkit.limits.seed", 20_261_130);
    private static final int STEPS = 50;

    private final ModelledCalls.Seen seen = new ModelledCalls.Seen();

    @Test
    void everyCallInMemoryAgreesWithTheModel() {
        try (ModelledRecords records = ModelledRecords.inMemory()) {
            runAll(records);
        }
    }

    @Test
    void everyCallOnRedisAgreesWithTheModel() {
        try (RedisServer server = RedisServer.start();
                ModelledRecords records = on(LettuceSettings.ofUri(server.uri()))) {
            runAll(records);
            assertThat(seen.shared).as("calls that shared a command").isPositive();
            assertThat(commands(server)).as("commands on the server").isEqualTo(records.steps() + records.lives());
        }
    }

    @Test
    void everyCallOnAClusterAgreesWithTheModel() {
        try (ModelledRecords records = on(LettuceSettings.of(TestRedis.cluster().topology()))) {
            runAll(records);
            assertThat(seen.shared).as("calls that shared a command").isPositive();
        }
    }

    private static ModelledRecords on(LettuceSettingsBuilder servers) {
        return ModelledRecords.on(Connected.await(
                new LettuceKvStore(servers.timeout(Eventually.PATIENCE).build())));
    }

    private void runAll(ModelledRecords records) {
        for (int i = 0; i < RUNS; i++) {
            try {
                run(records, SEED + i);
            } catch (AssertionError failure) {
                fail("Run " + i + ": -Dkvkit.limits.seed=" + (SEED + i), failure);
            }
        }
        int calls = RUNS * STEPS;
        assertThat(seen.granted).isGreaterThan(calls / 5);
        assertThat(seen.refused).isGreaterThan(calls / 10);
        assertThat(seen.tooLong)
                .as("waits that were too long by more than a hundredth")
                .isLessThanOrEqualTo(seen.refused / 100);
    }

    private void run(ModelledRecords records, long seed) {
        records.begin();
        RateLimiterSettings patient = RateLimiterSettings.DEFAULT.withTimeout(Eventually.PATIENCE);
        RateLimiter limiter = new RateLimiter(records.store(), null, patient, KvListeners.NONE);
        ModelledCalls calls = new ModelledCalls(limiter, records, seed, seen);
        for (int i = 0; i < STEPS; i++) {
            calls.next();
        }
        calls.end();
    }

    private static long commands(RedisServer server) {
        String stats = RedisCluster.ask(server, redis -> redis.info("commandstats"));
        return Pattern.compile("cmdstat_evalsha:calls=(\\d+)")
                .matcher(stats)
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }
}
