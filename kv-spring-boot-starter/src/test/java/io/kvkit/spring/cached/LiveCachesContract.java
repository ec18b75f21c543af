package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvCache;
import io.kvkit.KvClient;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListener;
import io.kvkit.recipe.cache.CacheEntry;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.spring.KvCaches;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Settings of caches that change while the application runs; held on every store. */
abstract class LiveCachesContract {

    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    static class Shop {

        private final AtomicInteger loads = new AtomicInteger();
        private final AtomicBoolean failing = new AtomicBoolean();

        int loads() {
            return loads.get();
        }

        void fail(boolean all) {
            failing.set(all);
        }

        @Cached(name = "products", key = "#id", ttl = "1h", jitter = "0")
        public String product(long id) {
            if (failing.get()) {
                throw new IllegalStateException("no stock");
            }
            return "product " + id + " load " + loads.incrementAndGet();
        }

        @CacheInvalidate(name = "products", key = "#id")
        public void change(long id) {}

        @CacheUpdate(name = "products", key = "#id")
        public String put(long id, String product) {
            return product;
        }

        @Cached(name = "tokens", key = "#user", ttlExpression = "'2h'", jitter = "0")
        public String token(String user) {
            return "token";
        }

        @Cached(name = "disabled", key = "#id")
        public int disabled(int id) {
            return loads.incrementAndGet();
        }
    }

    record Running(ApplicationContext context) {

        Shop shop() {
            return context.getBean(Shop.class);
        }

        KvCaches caches() {
            return context.getBean(KvCaches.class);
        }

        KvCache<Object, String> client(String name) {
            return context.getBean(KvClient.class).cache(name, String.class);
        }

        Duration fresh(String name, Object key) {
            CacheEntry.Value value = client(name).explain(key).value();
            assertThat(value).isNotNull();
            return value.fresh();
        }
    }

    private void run(Consumer<Running> test, String... properties) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class)))
                .withBean(Shop.class)
                .withBean(KvListener.class, () -> event -> {
                    if (event instanceof CacheEvent told) {
                        outcomes.add(told.outcome());
                    }
                })
                .withPropertyValues("kv.key-prefix=" + UUID.randomUUID(), "kv.cache.caches.disabled.enabled=false")
                .withPropertyValues(properties)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    test.accept(new Running(context));
                });
    }

    private static void assertLeft(Duration left, Duration atMost) {
        // The time of the store is estimated.
        assertThat(left).isBetween(atMost.minusMinutes(1), atMost.plusSeconds(1));
    }

    @Test
    void nextCallUsesTheNewTtlAndKeptResultsKeepTheirs() {
        run(running -> {
            running.shop().product(1);
            CacheSettings now = running.caches().change("products", Map.of("ttl", "10m"));
            running.shop().product(2);
            running.shop().put(3, "three");
            assertThat(now.life().ttlMillis()).isEqualTo(600_000);
            assertLeft(running.fresh("products", 1), Duration.ofHours(1));
            assertLeft(running.fresh("products", 2), Duration.ofMinutes(10));
            assertLeft(running.fresh("products", 3), Duration.ofMinutes(10));
        });
    }

    @Test
    void clientThatWasThereBeforeUsesTheNewTtlToo() {
        run(running -> {
            KvCache<Object, String> products = running.client("products");
            running.caches().change("products", Map.of("ttl", "10m"));
            products.put(1, "one");
            products.get(2, () -> "two");
            assertLeft(running.fresh("products", 1), Duration.ofMinutes(10));
            assertLeft(running.fresh("products", 2), Duration.ofMinutes(10));
        });
    }

    @Test
    void changesAddUpUntilTheyAreUndone() {
        run(running -> {
            running.caches().change("products", Map.of("ttl", "20s"));
            CacheSettings both = running.caches().change("products", Map.of("stale-if-error", "5m"));
            assertThat(both.life().ttlMillis()).isEqualTo(20_000);
            assertThat(both.life().nullTtlMillis())
                    .as("not longer than the ttl")
                    .isEqualTo(20_000);
            assertThat(both.staleness().ifErrorMillis()).isEqualTo(300_000);
            CacheSettings first = running.caches().reset("products");
            assertThat(first.life().ttlMillis()).isEqualTo(3_600_000);
            assertThat(first.staleness().isServed()).isFalse();
            running.shop().product(1);
            assertLeft(running.fresh("products", 1), Duration.ofHours(1));
        });
    }

    @Test
    void ttlOverridesTheTtlExpression() {
        run(running -> {
            running.shop().token("ann");
            running.caches().change("tokens", Map.of("ttl", "5m"));
            running.shop().token("bob");
            assertLeft(running.fresh("tokens", "ann"), Duration.ofHours(2));
            assertLeft(running.fresh("tokens", "bob"), Duration.ofMinutes(5));
            running.caches().reset("tokens");
            running.shop().token("cid");
            assertLeft(running.fresh("tokens", "cid"), Duration.ofHours(2));
        });
    }

    @Test
    void staleModeCanBeSwitchedOn() {
        run(running -> {
            running.caches().change("products", Map.of("ttl", "1ms", "stale-if-error", "1h", "retry-pause", "0s"));
            String first = running.shop().product(1);
            running.shop().fail(true);
            Eventually.until(() -> running.fresh("products", 1).isNegative());
            assertThat(running.shop().product(1)).isEqualTo(first);
            running.caches().reset("products");
            assertThatThrownBy(() -> running.shop().product(1)).hasMessage("no stock");
        });
    }

    /** Calls until the near cache answers. */
    private void awaitNear(Running running) {
        Eventually.until(() -> {
            outcomes.clear();
            running.shop().product(1);
            return outcomes.equals(List.of(Outcome.NEAR_HIT));
        });
    }

    private void assertNotNear(Running running) {
        outcomes.clear();
        IntStream.range(0, 4).forEach(i -> running.shop().product(1));
        assertThat(outcomes).hasSize(4).doesNotContain(Outcome.NEAR_HIT, Outcome.MISS);
    }

    @Test
    void nearCacheCanBeSwitchedOffAndOn() {
        run(
                running -> {
                    awaitNear(running);
                    running.caches().change("products", Map.of("near", "off"));
                    assertNotNear(running);
                    running.caches().change("products", Map.of("near", "on"));
                    awaitNear(running);
                    running.shop().change(1);
                    assertThat(running.shop().product(1)).isEqualTo("product 1 load 2");
                },
                "kv.cache.defaults.near=on");
    }

    @Test
    void nearCacheThatWasOffAtTheStartCanBeSwitchedOn() {
        run(
                running -> {
                    running.shop().product(1);
                    assertNotNear(running);
                    running.caches().change("products", Map.of("near", "on"));
                    awaitNear(running);
                    running.caches().reset("products");
                    assertNotNear(running);
                },
                "kv.cache.defaults.near=off");
    }

    @Test
    void nearCacheCanHaveAnotherSizeAndMaximumStaleness() {
        run(
                running -> {
                    awaitNear(running);
                    NearSettings near = running.caches()
                            .change("products", Map.of("near-size", "2", "max-staleness", "5s"))
                            .near();
                    assertThat(near.size()).isEqualTo(2);
                    assertThat(near.maxStalenessMillis()).isEqualTo(5_000);
                    assertThat(near.mode()).isEqualTo(NearSettings.Mode.ON);
                    for (int round = 0; round < 3; round++) {
                        LongStream.range(0, 50).forEach(id -> running.shop().product(id));
                    }
                    outcomes.clear();
                    LongStream.range(0, 50).forEach(id -> running.shop().product(id));
                    assertThat(outcomes.stream()
                                    .filter(Outcome.NEAR_HIT::equals)
                                    .count())
                            .isLessThanOrEqualTo(2);
                    awaitNear(running);
                },
                "kv.cache.defaults.near=on");
    }

    @Test
    void cacheCanBeSwitchedOffAndOnWithoutServingWhatWasRemovedMeanwhile() {
        run(running -> {
            assertThat(running.shop().product(1)).isEqualTo("product 1 load 1");
            running.shop().product(1);
            running.shop().product(1);
            running.caches().change("products", Map.of("enabled", "false"));
            assertThat(running.caches().isEnabled("products")).isFalse();
            outcomes.clear();
            assertThat(running.shop().product(1)).isEqualTo("product 1 load 2");
            assertThat(running.shop().product(1)).isEqualTo("product 1 load 3");
            assertThat(outcomes).containsExactly(Outcome.SKIPPED, Outcome.SKIPPED);
            running.shop().change(1);
            running.caches().change("products", Map.of("enabled", "true"));
            assertThat(running.shop().product(1)).isEqualTo("product 1 load 4");
            assertThat(running.shop().product(1)).isEqualTo("product 1 load 4");
        });
    }

    @Test
    void cacheThatTheConfigurationDisablesStaysDisabled() {
        run(running -> {
            assertThat(running.caches().isEnabled("disabled")).isFalse();
            assertThatThrownBy(() -> running.caches().change("disabled", Map.of("enabled", "true")))
                    .isInstanceOf(KvPropertyException.class)
                    .hasMessageContaining("kv.cache.caches.disabled.enabled=true")
                    .hasMessageContaining("restart");
        });
    }

    private static void assertRefused(Running running, String property, String value, String message) {
        CacheSettings before = running.caches().settings("products");
        assertThatThrownBy(() -> running.caches().change("products", Map.of("ttl", "7m", property, value)))
                .isInstanceOfAny(KvPropertyException.class, KvConfigurationException.class)
                .hasMessageContaining("kv.cache.caches.products." + property)
                .hasMessageContaining(message);
        assertThat(running.caches().settings("products")).isEqualTo(before);
    }

    @Test
    void howEntriesAreWrittenCannotChange() {
        run(running -> {
            assertRefused(running, "codec", "cbor", "cannot change while the application runs");
            assertRefused(running, "compression", "lz4", "cannot change while the application runs");
            assertRefused(running, "sealed", "true", "cannot change while the application runs");
            assertRefused(running, "shared-prefix", "x", "cannot change while the application runs");
            assertRefused(running, "tagged", "true", "cannot change while the application runs");
        });
    }

    @Test
    void propertiesAreCheckedByTheRulesOfTheStart() {
        run(running -> {
            assertRefused(running, "lease", "5", "the unit is missing");
            assertRefused(running, "max-wait", "-5s", "is negative");
            assertRefused(running, "null-ttl", "soon", "cannot be read");
            assertRefused(running, "jitter", "120%", "");
            assertRefused(running, "near-size", "0", "is out of range");
            assertRefused(running, "near", "maybe", "cannot be read");
            assertRefused(running, "lease", "", "is empty");
            assertRefused(running, "soft-timeout", "1s", "there is no stale value");
            assertRefused(running, "time-to-live", "1s", "Write one of early-refresh, enabled, hard-timeout");
        });
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        run(running -> {
            running.caches().change("products", Map.of("stale-if-error", "1h"));
            assertRefused(running, "retry-pause", "8s", "half of the lease");
        });
    }

    @Test
    void namesThatNobodyHasAreRefused() {
        run(running -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> running.caches().change("prodcuts", Map.of("ttl", "1m")))
                    .withMessageContaining("\"prodcuts\"");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> running.caches().settings("prodcuts"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> running.caches().reset("prodcuts"));
        });
    }

    @Test
    void nameThatOnlyTheConfigurationHasCanChangeToo() {
        run(
                running -> {
                    KvCache<Object, String> reports = running.client("reports");
                    running.caches().change("reports", Map.of("ttl", "10m", "jitter", "0"));
                    reports.put(1, "one");
                    assertLeft(running.fresh("reports", 1), Duration.ofMinutes(10));
                },
                "kv.cache.caches.reports.ttl=1h");
    }

    @Test
    void callsGoOnWhileSettingsChange() {
        run(
                running -> {
                    AtomicBoolean over = new AtomicBoolean();
                    CompletableFuture<?>[] callers = IntStream.range(0, 4)
                            .mapToObj(caller -> CompletableFuture.runAsync(() -> {
                                for (long id = 0; !over.get(); id = (id + 1) % 20) {
                                    assertThat(running.shop().product(id)).startsWith("product " + id + " ");
                                    if (id == 19) {
                                        running.shop().change(caller);
                                    }
                                }
                            }))
                            .toArray(CompletableFuture[]::new);
                    for (int i = 0; i < 60; i++) {
                        running.caches()
                                .change(
                                        "products",
                                        Map.of(
                                                "near", i % 3 == 0 ? "off" : "on",
                                                "near-size", String.valueOf(1 + i % 7),
                                                "enabled", String.valueOf(i % 5 != 0)));
                    }
                    over.set(true);
                    CompletableFuture.allOf(callers).join();
                    running.caches().reset("products");
                    running.shop().change(1);
                    String last = running.shop().product(1);
                    assertThat(running.shop().product(1)).isEqualTo(last);
                },
                "kv.cache.defaults.near=on");
    }
}
