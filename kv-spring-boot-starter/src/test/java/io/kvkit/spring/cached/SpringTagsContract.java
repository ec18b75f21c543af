package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.KvClient;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvSpringCacheAutoConfiguration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

/** Tags of a cache that Spring's cache abstraction fills, too; held on every store. */
abstract class SpringTagsContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    static class Offers {

        private final AtomicInteger loads = new AtomicInteger();

        @Cached(name = "offers", key = "#id", tags = "'shop-' + #id")
        public String find(int id) {
            return "found " + loads.incrementAndGet();
        }

        @Cacheable(cacheNames = "offers", key = "#id")
        public String look(int id) {
            return "looked " + loads.incrementAndGet();
        }

        @Cacheable(cacheNames = "offers", key = "#id", sync = true)
        public String lookAlone(int id) {
            return "looked " + loads.incrementAndGet();
        }

        @CachePut(cacheNames = "offers", key = "#id")
        public String put(int id) {
            return "put " + loads.incrementAndGet();
        }

        @CacheInvalidate(name = "offers", tags = "'shop-' + #id")
        public void reprice(int id) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caches {}

    private record Shop(Offers offers, Cache cache, KvClient client) {}

    private void run(Consumer<Shop> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(AutoConfigurations.of(
                                KvAutoConfiguration.class,
                                KvOperationAutoConfiguration.class,
                                KvSpringCacheAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id, "kv.cache.spring-cache-manager=true")
                        .withUserConfiguration(Caches.class)
                        .withBean(Offers.class))
                .run(context -> test.accept(new Shop(
                        context.getBean(Offers.class),
                        Objects.requireNonNull(
                                context.getBean(CacheManager.class).getCache("offers")),
                        context.getBean(KvClient.class))));
    }

    private void removedByTag(Consumer<Shop> store) {
        run(shop -> {
            store.accept(shop);
            String stored = shop.offers().find(1);
            assertThat(shop.offers().find(1)).isEqualTo(stored).doesNotStartWith("found");
            shop.offers().reprice(1);
            assertThat(shop.offers().find(1)).startsWith("found");
            store.accept(shop);
            shop.client().cache("offers", String.class).invalidateTags(List.of("shop-1"));
            assertThat(shop.offers().look(1)).isNotEqualTo(stored);
        });
    }

    @Test
    void resultThatSpringPutAfterALookIsRemovedByTag() {
        removedByTag(shop -> {
            shop.cache().evict(1);
            shop.offers().look(1);
        });
    }

    @Test
    void resultThatSpringLoadedAloneIsRemovedByTag() {
        removedByTag(shop -> {
            shop.cache().evict(1);
            shop.offers().lookAlone(1);
        });
    }

    @Test
    void valueThatSpringPutIsRemovedByTag() {
        removedByTag(shop -> shop.offers().put(1));
    }

    @Test
    void valueThatSpringPutIfAbsentIsRemovedByTag() {
        removedByTag(shop -> {
            shop.cache().evict(1);
            shop.cache().putIfAbsent(1, "absent");
        });
    }
}
