package io.kvkit.spring.autoconfigure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.kvkit.KvClient;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.spring.autoconfigure.Contexts;
import io.kvkit.spring.autoconfigure.KvProperties;
import io.kvkit.spring.autoconfigure.LogCapture;
import io.kvkit.spring.autoconfigure.redis.PropertiesKvConnectionDetails;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Stores beside the default one, as an application sees them. */
@Tag("slow")
class NamedStoresTest {

    private final ApplicationContextRunner runner = Contexts.runner()
            .withPropertyValues("kv.store=memory", "spring.application.name=shop")
            .withBean(Shop.class);
    private final ApplicationContextRunner caches =
            runner.withPropertyValues("kv.stores.caches.type=memory", "kv.cache.store=caches");

    @Test
    void areaKeepsItsRecordsOnTheStoreThatItNames() {
        caches.withUserConfiguration(Injected.class).run(context -> {
            context.getBean(Shop.class).price("a");
            context.getBean(Shop.class).pay("a");
            Injected injected = context.getBean(Injected.class);
            assertThat(keys(injected.caches)).containsExactly("shop:cache:prices:a");
            assertThat(keys(injected.main)).containsExactly("shop:idempotency:pay:a");
        });
    }

    @Test
    void clientSharesTheStoreOfAnArea() {
        caches.withUserConfiguration(Injected.class).run(context -> {
            KvClient client = context.getBean(KvClient.class);
            client.guardedGet("a", Duration.ofHours(1), String.class, () -> "value");
            client.set("b", new byte[] {1});
            assertThat(keys(context.getBean(Injected.class).caches)).containsExactly("shop:cache:client:a");
            assertThat(keys(context.getBean(Injected.class).main)).containsExactly("shop:kv:raw:b");
        });
    }

    @Test
    void everyAreaHasAStoreOfItsOwn() {
        runner.withPropertyValues(
                        "kv.stores.one.type=memory",
                        "kv.stores.two.type=memory",
                        "kv.idempotency.store=one",
                        "kv.rate-limit.store=two",
                        "kv.dedupe.store=two",
                        "kv.cache.store=default")
                .run(context -> {
                    context.getBean(Shop.class).price("a");
                    context.getBean(Shop.class).pay("a");
                    context.getBean(Shop.class).search();
                    Stores stores = context.getBean(Stores.class);
                    assertThat(keys(stores.named("default").store())).containsExactly("shop:cache:prices:a");
                    assertThat(keys(stores.named("one").store())).containsExactly("shop:idempotency:pay:a");
                    assertThat(keys(stores.named("two").store()))
                            .singleElement()
                            .asString()
                            .startsWith("shop:ratelimit:search:");
                });
    }

    @Test
    void storeOfTheApplicationServesOneAreaWithoutBeingTheDefault() {
        caches.withUserConfiguration(Own.class)
                .withPropertyValues("kv.idempotency.store=mine")
                .run(context -> {
                    context.getBean(Shop.class).pay("a");
                    assertThat(keys(context.getBean("mine", KvStore.class))).containsExactly("shop:idempotency:pay:a");
                    assertThat(context.getBean(KvStore.class)).isSameAs(context.getBean("kvStore"));
                    assertThat(context.getBean("kvHealthIndicator", CompositeHealthContributor.class).stream()
                                    .map(entry -> entry.name()))
                            .containsExactly("default", "caches", "mine");
                });
    }

    @Test
    void closedContextClosesEveryStore() {
        AtomicReference<KvStore> store = new AtomicReference<>();
        caches.run(context -> store.set(context.getBean("kvStore.caches", KvStore.class)));
        assertThat(store.get().health().toCompletableFuture().join().up()).isFalse();
        assertThatThrownBy(() -> keys(store.get())).hasCauseInstanceOf(KvException.class);
    }

    @Test
    void logSaysWhichAreasAStoreIsFor() {
        try (LogCapture log = new LogCapture()) {
            caches.withPropertyValues("kv.dedupe.store=caches")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.INFO))
                    .containsExactly(
                            "kvkit: memory store in this process (kv.store), 3 operations, keys start with shop",
                            "kvkit: store caches, memory store in this process (kv.stores.caches),"
                                    + " for kv.cache.store, kv.dedupe.store");
            assertThat(log.ours(Level.WARN)).isEmpty();
        }
    }

    @Test
    void storeThatNoAreaUsesIsOneWarning() {
        try (LogCapture log = new LogCapture()) {
            runner.withPropertyValues("kv.stores.spare.type=memory")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN))
                    .containsExactly("kv.stores.spare is the store of no area."
                            + " Set kv.cache.store=spare or its like, or remove it.");
        }
    }

    @Test
    void settingsOfTheDefaultStoreDoNotHoldForOthers() {
        Contexts.runner()
                .withPropertyValues(
                        "kv.store=memory",
                        "kv.memory.max-entries=7",
                        "kv.redis.timeout=9s",
                        "kv.redis.username=user",
                        "kv.redis.password=geheim",
                        "kv.redis.database=3",
                        "kv.stores.caches.redis.host=127.0.0.1",
                        "kv.stores.caches.redis.timeout=1s",
                        "kv.stores.caches.redis.port=1")
                .run(context -> {
                    StoreProperties properties =
                            context.getBean(KvProperties.class).stores().get("caches");
                    var details = new PropertiesKvConnectionDetails("kv.stores.caches.redis", properties.redis(), null);
                    assertThat(details.username()).isNull();
                    assertThat(details.password()).isNull();
                    assertThat(details.database()).isZero();
                    assertThat(details).hasToString("kv.stores.caches.redis at 127.0.0.1:1");
                    assertThat(properties.redis().timeout()).hasSeconds(1);
                    assertThat(properties.memory().maxEntries()).isEqualTo(100_000);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv.cache", "kv.idempotency", "kv.rate-limit", "kv.dedupe"})
    void unknownStoreOfAnAreaIsExplained(String area) {
        assertThat(Contexts.refusal(caches, area + ".store=cashes"))
                .isEqualTo(area + ".store=cashes is neither a store under kv.stores nor a KvStore bean."
                        + " Write one of caches, default, or define kv.stores.cashes.");
    }

    @Test
    void emptyNameOfAStoreIsExplainedWithoutTwoDots() {
        assertThat(Contexts.refusal(runner, "kv.cache.store="))
                .isEqualTo("kv.cache.store is empty. Write the name of a store, or remove it.");
    }

    @Test
    void memoryBesideAnAddressOfRedisIsOneWarning() {
        try (LogCapture log = new LogCapture()) {
            caches.withPropertyValues("kv.stores.caches.redis.uri=redis://localhost:1", "kv.store=memory")
                    .run(context -> assertThat(log.ours(Level.WARN))
                            .containsExactly(
                                    "kv.stores.caches.type=memory, so the address under kv.stores.caches.redis is"
                                            + " not used, and records end with this process"));
        }
    }

    @Test
    void defaultInMemoryBesideAnAddressOfRedisIsOneWarning() {
        try (LogCapture log = new LogCapture()) {
            runner.withPropertyValues("kv.store=memory", "kv.redis.uri=redis://localhost:1")
                    .run(context -> assertThat(log.ours(Level.WARN))
                            .containsExactly(
                                    "kv.store=memory, so the address under kv.redis is not used, and records end"
                                            + " with this process"));
        }
    }

    @Test
    void storeOfTheApplicationThatReplacesAConfiguredDefaultIsOneWarning() {
        try (LogCapture log = new LogCapture()) {
            runner.withPropertyValues("kv.redis.uri=redis://localhost:1")
                    .withBean("files", KvStore.class, () -> new InMemoryKvStore(MicroClock.system()))
                    .run(
                            context -> assertThat(log.ours(Level.WARN))
                                    .containsExactly(
                                            "The KvStore bean of the application is the default store, so kv.store and"
                                                    + " kv.redis are not used. If only some areas are to use it, set"
                                                    + " defaultCandidate=false on its @Bean, and name the bean in their kv.<area>.store"));
        }
    }

    @Test
    void storeOfTheApplicationThatOneAreaNamesButAllUseIsOneWarning() {
        try (LogCapture log = new LogCapture()) {
            runner.withPropertyValues("kv.cache.store=files")
                    .withBean("files", KvStore.class, () -> new InMemoryKvStore(MicroClock.system()))
                    .run(
                            context -> assertThat(log.ours(Level.WARN))
                                    .singleElement()
                                    .asString()
                                    .startsWith(
                                            "kv.cache.store=files names the KvStore bean that is the default store of all areas."));
        }
    }

    @Test
    void beanWithTheNameOfAConfiguredStoreIsExplained() {
        assertThat(Contexts.refusal(caches.withBean("caches", KvStore.class, InMemoryKvStore::new)))
                .isEqualTo("kv.stores.caches has the name of a KvStore bean of the application."
                        + " Rename one of them, so that it is clear which one an area uses.");
    }

    @Test
    void beanThatIsNoStoreIsExplained() {
        assertThat(Contexts.refusal(caches, "kv.cache.store=kvClient"))
                .startsWith("kv.cache.store=kvClient is neither a store under kv.stores nor a KvStore bean. ");
    }

    @Test
    void everyTypeHasAProvider() {
        runner.run(context -> assertThat(
                        context.getBeansOfType(StoreProvider.class).values())
                .extracting(StoreProvider::type)
                .containsExactlyInAnyOrder(StoreProperties.Type.values()));
    }

    @Test
    void redisWithoutLettuceIsExplainedWithTheStore() {
        assertThat(Contexts.refusal(
                        runner.withClassLoader(new FilteredClassLoader(RedisClient.class)),
                        "kv.stores.caches.type=redis"))
                .isEqualTo("The store caches is redis, but Lettuce is not on the class path."
                        + " Add io.lettuce:lettuce-core, or set kv.stores.caches.type=memory.");
    }

    @Test
    void sslBundleThatDoesNotExistIsExplainedWithTheStore() {
        assertThat(Contexts.refusal(
                        runner, "kv.stores.caches.redis.host=127.0.0.1", "kv.stores.caches.redis.ssl.bundle=none"))
                .startsWith("kv.stores.caches.redis.ssl.bundle=none is no SSL bundle. ");
    }

    private static List<String> keys(KvStore store) {
        return store.scan("", 100).toCompletableFuture().join();
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

        @RateLimited(name = "search", limit = 5, window = "1h")
        public void search() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Injected {

        private final KvStore main;
        private final KvStore caches;

        Injected(KvStore main, @Qualifier("caches") KvStore caches) {
            this.main = main;
            this.caches = caches;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean(defaultCandidate = false)
        KvStore mine() {
            return new InMemoryKvStore();
        }
    }
}
