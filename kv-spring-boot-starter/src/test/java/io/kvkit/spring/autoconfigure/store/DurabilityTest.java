package io.kvkit.spring.autoconfigure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import io.kvkit.KvClient;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.spring.autoconfigure.Contexts;
import io.kvkit.spring.autoconfigure.LogCapture;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.SentinelSet;
import io.kvkit.tck.TestRedis;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** How safe the records of an application are, by its properties. */
@Tag("slow")
class DurabilityTest {

    private final ApplicationContextRunner runner = Contexts.runner()
            .withPropertyValues("spring.application.name=shop", "kv.redis.timeout=20s")
            .withBean(Shop.class);

    @Test
    void methodsRunWhenAReplicaHasTheirClaim() {
        try (SentinelSet set = SentinelSet.start(0)) {
            on(set.first(), "kv.idempotency.durability=replica", "kv.dedupe.durability=replica")
                    .withPropertyValues("kv.idempotency.durability-timeout=9s", "kv.dedupe.durability-timeout=9s")
                    .run(context -> {
                        Shop shop = context.getBean(Shop.class);
                        assertThat(List.of(shop.pay("a"), shop.pay("a"))).containsOnly("1");
                        assertThat(shop.payLater("a").join()).isEqualTo("2");
                        assertThat(shop.payReactively("a").block()).isEqualTo("3");
                        shop.on("e");
                        shop.on("e");
                        assertThat(shop.runs()).isEqualTo(4);
                        KvClient client = context.getBean(KvClient.class);
                        assertThat(client.alreadyProcessed("f")).isFalse();
                        assertThat(client.alreadyProcessed("f")).isTrue();
                    });
        }
    }

    @Test
    void methodsDoNotRunWithoutAReplica() {
        try (RedisServer alone = RedisServer.start();
                LogCapture log = new LogCapture()) {
            on(alone, "kv.idempotency.durability=replica", "kv.dedupe.durability=replica")
                    .withPropertyValues("kv.idempotency.durability-timeout=20ms", "kv.dedupe.durability-timeout=20ms")
                    .run(context -> {
                        Shop shop = context.getBean(Shop.class);
                        assertNotDurable(() -> shop.pay("a"));
                        assertNotDurable(() -> shop.payReactively("a").block());
                        assertNotDurable(() -> shop.on("e"));
                        assertThatThrownBy(() -> shop.payLater("a").join())
                                .isInstanceOf(CompletionException.class)
                                .hasCauseInstanceOf(KvException.class);
                        assertThat(shop.runs()).isZero();
                    });
            assertThat(log.ours(Level.WARN))
                    .anySatisfy(line -> assertThat(line)
                            .contains("The server has no replica", "kv.idempotency.durability is replica"));
        }
    }

    @Test
    void areaWithoutDurabilityWaitsForNobody() {
        try (RedisServer alone = RedisServer.start()) {
            on(alone, "kv.dedupe.durability=replica")
                    .run(context ->
                            assertThat(context.getBean(Shop.class).pay("a")).isEqualTo("1"));
        }
    }

    @Test
    void oldServerCannotWaitForItsDisk() {
        try (RedisServer server = RedisServer.start("--appendonly", "yes")) {
            assertThat(Contexts.refusal(on(server), "kv.dedupe.durability=aof"))
                    .contains("kv.dedupe.durability=aof needs the command WAITAOF, which Redis "
                            + RedisBinary.CURRENT.version())
                    .contains("Use Redis 7.2 or newer");
        }
    }

    @Test
    void disabledAreaRequiresNothingOfTheServer() {
        try (RedisServer server = RedisServer.start();
                LogCapture log = new LogCapture()) {
            on(server, "kv.dedupe.enabled=false", "kv.dedupe.durability=aof")
                    .run(context -> assertThat(context).hasNotFailed());
            on(server, "kv.dedupe.enabled=false", "kv.dedupe.durability=replica")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN)).noneMatch(line -> line.contains("durability"));
        }
    }

    @Test
    void disabledAreaRequiresNothingOfAStoreOfTheApplication() {
        runner.withBean(KvStore.class, Shared::new)
                .withPropertyValues("kv.idempotency.enabled=false", "kv.idempotency.durability=replica")
                .run(context -> assertThat(context.getBean(Shop.class).pay("a")).isEqualTo("1"));
    }

    @Test
    void refusalOfAStoreOfTheApplicationIsNotTakenForALongTimeout() {
        assertThat(Contexts.refusal(runner.withBean(KvStore.class, Picky::new), "kv.idempotency.durability=replica"))
                .contains("kv.idempotency.durability=replica is refused by the store of the application")
                .contains("only AOF here")
                .doesNotContain("too long");
    }

    @Test
    void waitMustFitIntoTheTimeoutOfTheStore() {
        assertThat(Contexts.refusal(
                        runner,
                        "kv.redis.uri=" + TestRedis.uri(),
                        "kv.redis.timeout=250ms",
                        "kv.idempotency.durability=replica",
                        "kv.idempotency.durability-timeout=125ms"))
                .contains("kv.idempotency.durability-timeout is too long")
                .contains("twice for 125 ms", "timeout of 250 ms")
                .contains("less than half of the timeout of the store");
    }

    @Test
    void recordsInMemoryAreAWarning() {
        try (LogCapture log = new LogCapture()) {
            runner.withPropertyValues("kv.store=memory", "kv.idempotency.durability=aof")
                    .run(context ->
                            assertThat(context.getBean(Shop.class).pay("a")).isEqualTo("1"));
            assertThat(log.ours(Level.WARN))
                    .anySatisfy(line -> assertThat(line)
                            .contains("kv.idempotency.durability=aof has no effect", "memory store in this process"));
        }
    }

    @Test
    void storeOfTheApplicationThatKnowsNoDurabilityIsRefused() {
        assertThat(Contexts.refusal(runner.withBean(KvStore.class, Shared::new), "kv.idempotency.durability=replica"))
                .contains("kv.idempotency.durability=replica cannot be kept")
                .contains("does not know when a change is durable (REPLICA)")
                .contains("Set kv.idempotency.durability=none");
    }

    @Test
    void wrongLevelNamesTheRightOnes() {
        assertThat(Contexts.refusal(runner, "kv.idempotency.durability=disk"))
                .contains("kv.idempotency.durability", "none", "replica", "aof");
        assertThat(Contexts.refusal(runner, "kv.dedupe.durability-timeout=0s"))
                .contains("kv.dedupe.durability-timeout=0s is not a positive time");
    }

    private ApplicationContextRunner on(RedisServer server, String... properties) {
        return runner.withPropertyValues("kv.redis.uri=" + server.uri()).withPropertyValues(properties);
    }

    private static void assertNotDurable(ThrowingCallable call) {
        assertThat(catchThrowableOfType(KvException.class, call).isNotDurable()).isTrue();
    }

    static class Shop {

        private final AtomicInteger runs = new AtomicInteger();

        public int runs() {
            return runs.get();
        }

        @Idempotent(name = "pay", key = "#id")
        public String pay(String id) {
            return Integer.toString(runs.incrementAndGet());
        }

        @Idempotent(name = "pay-later", key = "#id")
        public CompletableFuture<String> payLater(String id) {
            return CompletableFuture.completedFuture(Integer.toString(runs.incrementAndGet()));
        }

        @Idempotent(name = "pay-reactively", key = "#id")
        public Mono<String> payReactively(String id) {
            return Mono.fromSupplier(() -> Integer.toString(runs.incrementAndGet()));
        }

        @DedupeEvent(name = "events", key = "#id")
        public void on(String id) {
            runs.incrementAndGet();
        }
    }

    /** A store that other processes see. */
    static class Shared extends ForwardingKvStore {

        Shared() {
            super(new InMemoryKvStore());
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.SHARED);
        }
    }

    /** A store that does not take every durability. */
    static final class Picky extends Shared {

        @Override
        public KvStore durable(Durability durability) {
            if (durability.level() == Durability.Level.REPLICA) {
                throw new IllegalArgumentException("only AOF here");
            }
            return this;
        }
    }
}
