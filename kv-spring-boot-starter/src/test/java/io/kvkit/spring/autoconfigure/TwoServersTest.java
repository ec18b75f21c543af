package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.actuate.KvHealthIndicator;
import io.kvkit.spring.autoconfigure.redis.KvLettuceOptionsCustomizer;
import io.kvkit.spring.autoconfigure.store.Stores;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Caches on a server that evicts, and claims on one that does not. */
@Tag("slow")
class TwoServersTest {

    private RedisServer claims;
    private RedisServer caches;

    @BeforeEach
    void start() {
        claims = RedisServer.start("--appendonly", "yes", "--maxmemory-policy", "noeviction");
        caches = RedisServer.start("--maxmemory-policy", "allkeys-lru");
    }

    @AfterEach
    void stop() {
        claims.close();
        caches.close();
    }

    @Test
    void onlyTheAreaWhoseServerIsKilledSuffers() {
        runner().run(context -> {
            Shop shop = context.getBean(Shop.class);
            assertThat(shop.price("a")).isEqualTo(shop.price("a"));
            assertThat(shop.pay("a")).isEqualTo(shop.pay("a"));
            assertThat(keys(context, "default")).containsExactly("shop:idempotency:pay:a");
            assertThat(keys(context, "caches")).containsExactly("shop:cache:prices:a");
            caches.kill();
            Eventually.until(() -> !shop.price("a").equals(shop.price("a")));
            assertThat(shop.pay("b")).isEqualTo(shop.pay("b"));
            assertThat(status(context, "caches")).isEqualTo(Status.DOWN);
            assertThat(status(context, "default")).isEqualTo(Status.UP);
            caches.restart();
            Eventually.until(() -> shop.price("a").equals(shop.price("a")));
            claims.kill();
            Eventually.until(() -> catchThrowableOfType(KvException.class, () -> shop.pay("c")) != null);
            assertThat(shop.price("b")).isEqualTo(shop.price("b"));
        });
    }

    @Test
    void metersTellTheStoresApart() {
        runner().run(context -> {
            context.getBean(Shop.class).price("a");
            assertThat(calls(context, "caches")).isPositive();
            assertThat(calls(context, "default")).isZero();
            for (String store : List.of("default", "caches")) {
                assertThat(gauge(context, "kv.store.connections", store)).isEqualTo(1);
                assertThat(gauge(context, "kv.store.in.flight", store)).isZero();
                assertThat(meters(context)
                                .get("kv.store.breaker")
                                .tag("store", store)
                                .tag("state", "closed")
                                .gauge()
                                .value())
                        .isEqualTo(1);
            }
        });
    }

    @Test
    void serverThatEvictsIsARiskForClaimsAndNotForCaches() {
        try (LogCapture log = new LogCapture()) {
            runner().run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN)).isEmpty();
        }
        try (LogCapture log = new LogCapture()) {
            runner().withPropertyValues("kv.idempotency.store=caches")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("Store caches: ")
                            .contains("maxmemory-policy is allkeys-lru", "Shop.pay"));
        }
    }

    @Test
    void strictChecksHoldForTheStoreThatTheyAreSetFor() {
        assertThat(Contexts.refusal(
                        runner(), "kv.idempotency.store=caches", "kv.stores.caches.redis.strict-checks=true"))
                .contains("maxmemory-policy is allkeys-lru", "kv.stores.caches.redis.strict-checks=false");
        runner().withPropertyValues("kv.idempotency.store=caches", "kv.redis.strict-checks=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void customizersChangeEachClient() {
        AtomicInteger calls = new AtomicInteger();
        runner().withBean(KvLettuceOptionsCustomizer.class, () -> options -> calls.incrementAndGet())
                .run(context -> assertThat(calls).hasValueGreaterThanOrEqualTo(2));
    }

    private ApplicationContextRunner runner() {
        return Contexts.runner()
                .withBean(Shop.class)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(
                        "spring.application.name=shop",
                        "kv.redis.uri=" + claims.uri(),
                        "kv.redis.timeout=20s",
                        "kv.rate-limit.timeout=20s",
                        "kv.redis.connect-timeout=20s",
                        "kv.stores.caches.redis.uri=" + caches.uri(),
                        "kv.stores.caches.redis.timeout=20s",
                        "kv.stores.caches.redis.connect-timeout=20s",
                        "kv.cache.store=caches");
    }

    private static List<String> keys(ApplicationContext context, String store) {
        KvStore found = context.getBean(Stores.class).named(store).store();
        return found.scan("", 100).toCompletableFuture().join();
    }

    private static Status status(ApplicationContext context, String store) {
        var stores = context.getBean("kvHealthIndicator", CompositeHealthContributor.class);
        KvHealthIndicator indicator = (KvHealthIndicator) stores.getContributor(store);
        return indicator == null ? Status.UNKNOWN : indicator.health().getStatus();
    }

    private static MeterRegistry meters(ApplicationContext context) {
        return context.getBean(MeterRegistry.class);
    }

    private static double gauge(ApplicationContext context, String meter, String store) {
        return meters(context).get(meter).tag("store", store).gauge().value();
    }

    private static long calls(ApplicationContext context, String store) {
        return meters(context).find("kv.store.calls").tag("store", store).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    public static class Shop {

        private final AtomicInteger runs = new AtomicInteger();

        @Cached(name = "prices", key = "#id")
        public String price(String id) {
            return id + runs.incrementAndGet();
        }

        @Idempotent(name = "pay", key = "#id")
        public String pay(String id) {
            return id + runs.incrementAndGet();
        }
    }
}
