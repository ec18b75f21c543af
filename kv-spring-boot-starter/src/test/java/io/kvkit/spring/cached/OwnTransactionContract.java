package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvSpringCacheAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes of caches by methods whose work does not depend on the transaction around the call; held on every store. */
abstract class OwnTransactionContract {

    private static final List<ObjIntConsumer<Prices>> CHANGES = List.of(
            Prices::change, Prices::put, Prices::changeTag, Prices::changeAll, Prices::evict, Prices::putBySpring);

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    /** Prices that are changed at once, as by a transaction that commits before the method returns. */
    static class Prices {

        private final Map<Integer, Integer> stored = new ConcurrentHashMap<>(Map.of(1, 0));

        @Cached(name = "prices", key = "#id", tags = "'all'")
        public Integer find(int id) {
            return stored.get(id);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        @CacheInvalidate(name = "prices", key = "1")
        public void change(int cents) {
            stored.put(1, cents);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        @CacheUpdate(name = "prices", key = "1", tags = "'all'")
        public Integer put(int cents) {
            stored.put(1, cents);
            return cents;
        }

        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        @CacheInvalidate(name = "prices", tags = "'all'")
        public void changeTag(int cents) {
            stored.put(1, cents);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        @CacheInvalidate(name = "prices", allEntries = true)
        public void changeAll(int cents) {
            stored.put(1, cents);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        @CacheEvict(cacheNames = "prices", key = "1")
        public void evict(int cents) {
            stored.put(1, cents);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        @CachePut(cacheNames = "prices", key = "1")
        public Integer putBySpring(int cents) {
            stored.put(1, cents);
            return cents;
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        @CacheInvalidate(name = "prices", key = "1", beforeInvocation = true)
        public void changeAndFail(int cents) {
            stored.put(1, cents);
            throw new IllegalStateException("after the change");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    @EnableCaching
    static class Database {

        @Bean
        PlatformTransactionManager manager() {
            return new DataSourceTransactionManager(new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .generateUniqueName(true)
                    .build());
        }
    }

    record Shop(Prices prices, TransactionTemplate transaction) {

        void rollBack(Runnable work) {
            transaction.executeWithoutResult(status -> {
                work.run();
                status.setRollbackOnly();
            });
        }

        /** Finds a price on another thread, outside of any transaction of this one. */
        Integer foundByAnother() {
            return CompletableFuture.supplyAsync(() -> prices.find(1)).join();
        }
    }

    private void run(Consumer<Shop> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(AutoConfigurations.of(
                                KvAutoConfiguration.class,
                                KvOperationAutoConfiguration.class,
                                KvSpringCacheAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id, "kv.cache.spring-cache-manager=true")
                        .withUserConfiguration(Database.class)
                        .withBean(Prices.class))
                .run(context -> test.accept(new Shop(
                        context.getBean(Prices.class),
                        new TransactionTemplate(context.getBean(PlatformTransactionManager.class)))));
    }

    @Test
    void changeThatCommittedForItselfIsSeenAfterTheOuterTransactionRolledBack() {
        run(shop -> {
            for (int i = 0; i < CHANGES.size(); i++) {
                int cents = 100 + i;
                ObjIntConsumer<Prices> change = CHANGES.get(i);
                shop.prices().find(1);
                shop.rollBack(() -> change.accept(shop.prices(), cents));
                assertThat(shop.prices().find(1)).as("after change %d", i).isEqualTo(cents);
            }
        });
    }

    @Test
    void changeThatCommittedForItselfIsSeenBeforeTheOuterTransactionEnds() {
        run(shop -> {
            for (int i = 0; i < CHANGES.size(); i++) {
                int cents = 200 + i;
                ObjIntConsumer<Prices> change = CHANGES.get(i);
                shop.prices().find(1);
                shop.transaction().executeWithoutResult(status -> {
                    change.accept(shop.prices(), cents);
                    assertThat(shop.prices().find(1)).isEqualTo(cents);
                    assertThat(shop.foundByAnother()).isEqualTo(cents);
                });
                assertThat(shop.prices().find(1)).as("after change %d", i).isEqualTo(cents);
            }
        });
    }

    @Test
    void invalidationBeforeAChangeThatCommittedForItselfOutlivesTheRollback() {
        run(shop -> {
            shop.prices().find(1);
            shop.rollBack(() ->
                    assertThatThrownBy(() -> shop.prices().changeAndFail(300)).hasMessage("after the change"));
            assertThat(shop.prices().find(1)).isEqualTo(300);
        });
    }
}
