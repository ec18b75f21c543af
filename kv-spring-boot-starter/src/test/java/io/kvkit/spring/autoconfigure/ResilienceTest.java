package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import io.kvkit.KvClient;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.event.BreakerState;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.actuate.KvHealthIndicator;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** What an application sees of a server that goes away and comes back. */
@Tag("slow")
class ResilienceTest {

    private final ApplicationContextRunner runner = Contexts.runner()
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(Service.class);

    @Test
    void killedServerIsGivenUpAndUsedAgainWhenItIsBack() {
        try (RedisServer server = RedisServer.start();
                LogCapture log = new LogCapture()) {
            on(server).run(context -> {
                Service service = context.getBean(Service.class);
                assertThat(service.cached("a")).isEqualTo(service.cached("a"));
                assertThat(connections(context)).isEqualTo(1);
                server.kill();
                openTheBreaker(context);
                assertThat(connections(context)).isZero();
                Eventually.asserted(() -> assertThat(context.getBean(MeterRegistry.class)
                                .get("kv.store.connections.lost")
                                .functionCounter()
                                .count())
                        .isEqualTo(1));
                assertThat(service.cached("a")).isNotEqualTo(service.cached("a"));
                assertThat(catchThrowableOfType(KvException.class, () -> service.idempotent("k"))
                                .kind())
                        .isEqualTo(Kind.TRANSIENT);
                service.limited();
                assertThat(catchThrowableOfType(RateLimitExceededException.class, service::limited))
                        .isNotNull();
                assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                assertThat(gauge(context, "closed")).isZero();
                server.restart();
                Eventually.until(() -> store(context).breaker() == BreakerState.CLOSED);
                service.idempotent("k");
                assertThat(health(context).getStatus()).isEqualTo(Status.UP);
                assertThat(health(context).getDetails())
                        .containsEntry("breaker", "closed")
                        .containsEntry("inFlight", "0 of 4096");
            });
            assertThat(log.ours(Level.WARN))
                    .filteredOn(line -> line.contains("fails too often"))
                    .hasSize(1);
            assertThat(log.ours(Level.INFO))
                    .filteredOn(line -> line.contains("circuit breaker is closed"))
                    .hasSize(1);
        }
    }

    @Test
    void frozenServerCostsNothingOnceTheBreakerIsOpen() {
        try (RedisServer server = RedisServer.start()) {
            on(server).withPropertyValues("kv.redis.timeout=250ms").run(context -> {
                KvClient client = context.getBean(KvClient.class);
                Eventually.until(() -> answers(client));
                server.pause();
                openTheBreaker(context);
                long before = calls(context, "get", "breaker-open");
                for (int i = 0; i < 1_000; i++) {
                    assertThat(answers(client)).isFalse();
                }
                // A few find out whether the server is back.
                assertThat(calls(context, "get", "breaker-open") - before).isGreaterThan(900);
                server.resume();
                Eventually.until(() -> store(context).breaker() == BreakerState.CLOSED);
                Eventually.until(() -> answers(client));
            });
        }
    }

    @Test
    void callsAreMeasuredByOperationAndOutcome() {
        try (RedisServer server = RedisServer.start()) {
            on(server).run(context -> {
                context.getBean(KvClient.class).get("a");
                assertThat(calls(context, "get", "ok")).isEqualTo(1);
                Eventually.asserted(() -> assertThat(context.getBean(MeterRegistry.class)
                                .get("kv.store.in.flight")
                                .gauge()
                                .value())
                        .isZero());
                assertThat(gauge(context, "closed")).isEqualTo(1);
                server.kill();
                openTheBreaker(context);
                catchThrowableOfType(
                        KvException.class, () -> context.getBean(KvClient.class).get("a"));
                assertThat(calls(context, "get", "transient")).isPositive();
                assertThat(calls(context, "get", "breaker-open")).isPositive();
            });
        }
    }

    @Test
    void breakerCanBeSwitchedOff() {
        runner.withPropertyValues(
                        "kv.redis.port=" + RedisServer.freePort(),
                        "kv.store=redis",
                        "kv.redis.circuit-breaker.enabled=false")
                .run(context -> {
                    for (int i = 0; i < 100; i++) {
                        catchThrowableOfType(
                                KvException.class,
                                () -> context.getBean(KvClient.class).get("a"));
                    }
                    assertThat(store(context).breaker()).isEqualTo(BreakerState.CLOSED);
                });
    }

    @Test
    void storeOfTheApplicationIsLeftAsItIs() {
        KvStore own = new InMemoryKvStore();
        runner.withBean("own", KvStore.class, () -> own)
                .run(context -> assertThat(context.getBean(KvStore.class)).isSameAs(own));
    }

    @ParameterizedTest
    @CsvSource({
        "kv.redis.max-in-flight=0, Write a number from 1 up",
        "kv.redis.circuit-breaker.failure-rate=101, Write a number from 1 to 100",
        "kv.redis.circuit-breaker.minimum-calls=51, Write a number from 1 to 50",
        "kv.redis.circuit-breaker.open-interval=0s, Write a positive time",
        "kv.redis.circuit-breaker.half-open-calls=0, Write a number from 1",
        "kv.redis.adaptive-timeout.least=0s, Write a positive time",
        "kv.redis.adaptive-timeout.factor=0.5, Write a number from 1 to 1000"
    })
    void valueThatCannotBeMeantStopsTheStart(String property, String mend) {
        assertThat(Contexts.refusal(Contexts.runner(), property))
                .contains(property.substring(0, property.indexOf('=')), mend);
    }

    private ApplicationContextRunner on(RedisServer server) {
        return runner.withPropertyValues(
                "kv.redis.uri=" + server.uri(), "kv.redis.timeout=20s", "kv.rate-limit.timeout=20s");
    }

    private static boolean answers(KvClient client) {
        return catchThrowableOfType(KvException.class, () -> client.get("a")) == null;
    }

    private static void openTheBreaker(ApplicationContext context) {
        KvClient client = context.getBean(KvClient.class);
        Eventually.until(() -> {
            catchThrowableOfType(
                    KvException.class, () -> client.mget(List.of("a")).orThrow());
            catchThrowableOfType(KvException.class, () -> client.get("a"));
            return store(context).breaker() == BreakerState.OPEN;
        });
    }

    private static ResilientKvStore store(ApplicationContext context) {
        return (ResilientKvStore) context.getBean(KvStore.class);
    }

    private static double connections(ApplicationContext context) {
        return context.getBean(MeterRegistry.class)
                .get("kv.store.connections")
                .gauge()
                .value();
    }

    private static double gauge(ApplicationContext context, String state) {
        return context.getBean(MeterRegistry.class)
                .get("kv.store.breaker")
                .tag("state", state)
                .gauge()
                .value();
    }

    private static long calls(ApplicationContext context, String operation, String outcome) {
        return context.getBean(MeterRegistry.class)
                .get("kv.store.calls")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private static Health health(ApplicationContext context) {
        return context.getBean(KvHealthIndicator.class).health();
    }

    public static class Service {

        private final AtomicInteger runs = new AtomicInteger();

        @Cached(name = "c", key = "#id")
        public String cached(String id) {
            return id + runs.incrementAndGet();
        }

        @Idempotent(name = "i", key = "#id")
        public String idempotent(String id) {
            return id;
        }

        @RateLimited(name = "r", limit = 1, window = "1h")
        public void limited() {}
    }
}
