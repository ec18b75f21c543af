package io.kvkit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.ratelimit.RateLimitResult.DecidedBy;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The recipe on a real server, which is counted, killed, frozen and brought back. */
class RateLimiterOutageTest {

    private static final Duration DEADLINE = Duration.ofMillis(50);
    private static final Namespace KEYS = Namespace.of("test", "ratelimit", "calls", Key.Retention.KEPT);
    private static final Meter METER = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 3, Duration.ofHours(1)));

    private final RedisServer server = RedisServer.start();
    private final KvStore store = Connected.await(new LettuceKvStore(
            LettuceSettings.ofUri(server.uri()).timeout(Duration.ofSeconds(10)).build()));
    private final InMemoryKvStore local = new InMemoryKvStore();
    private final RateLimiter patient = new RateLimiter(store, local);
    private final RateLimiter limiter = new RateLimiter(store.withTimeout(DEADLINE), local);
    private final Charge charge = new Charge("api", KEYS.key("a"), METER, 1);

    @AfterEach
    void close() {
        store.close();
        local.close();
        server.close();
    }

    @Test
    void decisionIsOneScriptCallPerKey() {
        Charge other = new Charge("other", KEYS.key("b"), METER, 1);
        take(patient, OnStoreFailure.CLOSED, charge, other);
        long before = scriptCalls();
        take(patient, OnStoreFailure.CLOSED, charge, other);
        take(patient, OnStoreFailure.CLOSED, charge);
        assertThat(scriptCalls() - before).isEqualTo(3);
        RateLimitResult refused = take(patient, OnStoreFailure.CLOSED, other, charge);
        assertThat(refused.allowed()).isFalse();
        assertThat(Failures.join(patient.peek(List.of(other))).remaining()).isEqualTo(1);
    }

    @Test
    void killedServerIsAnsweredByEachPolicyAndItsReturnIsNoticed() {
        assertThat(take(patient, OnStoreFailure.CLOSED, charge).decidedBy()).isEqualTo(DecidedBy.STORE);
        server.kill();
        assertThat(take(limiter, OnStoreFailure.OPEN, charge).decidedBy()).isEqualTo(DecidedBy.NOBODY);
        assertThatThrownBy(() -> take(limiter, OnStoreFailure.CLOSED, charge)).isInstanceOf(KvException.class);
        for (int i = 0; i < 3; i++) {
            RateLimitResult alone = take(limiter, OnStoreFailure.LOCAL, charge);
            assertThat(alone.decidedBy()).isEqualTo(DecidedBy.LOCAL);
            assertThat(alone.allowed()).isTrue();
        }
        assertThat(take(limiter, OnStoreFailure.LOCAL, charge).allowed()).isFalse();
        server.restart();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> take(patient, OnStoreFailure.LOCAL, charge).decidedBy() == DecidedBy.STORE);
    }

    @Test
    void frozenServerDelaysADecisionByTheDeadlineOnly() {
        take(patient, OnStoreFailure.CLOSED, charge);
        server.pause();
        long start = System.nanoTime();
        RateLimitResult alone = take(limiter, OnStoreFailure.LOCAL, charge);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        server.resume();
        assertThat(alone.decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(taken).isBetween(DEADLINE.minusMillis(10), Duration.ofSeconds(5));
    }

    private static RateLimitResult take(RateLimiter limiter, OnStoreFailure onStoreFailure, Charge... charges) {
        return Failures.join(limiter.take(new RateLimitCall(List.of(charges), onStoreFailure, RateLimitObserver.NONE)));
    }

    private long scriptCalls() {
        RedisClient client = RedisClient.create(server.uri());
        try (var connection = client.connect()) {
            return connection
                    .sync()
                    .info("commandstats")
                    .lines()
                    .filter(line -> line.startsWith("cmdstat_eval"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                    .sum();
        } finally {
            client.shutdown();
        }
    }
}
