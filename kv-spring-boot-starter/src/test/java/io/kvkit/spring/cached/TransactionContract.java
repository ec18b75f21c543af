package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What caches promise inside transactions of a database; held on every store. */
abstract class TransactionContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    /** A table of prices with a cache in front of it. */
    static class Prices {

        private final AtomicInteger loads = new AtomicInteger();
        private final JdbcClient database;

        Prices(DataSource source) {
            this.database = JdbcClient.create(source);
        }

        int loads() {
            return loads.get();
        }

        void create() {
            database.sql("create table price(id int primary key, cents int)").update();
            database.sql("insert into price values (1, 100), (2, 102), (3, 103)")
                    .update();
        }

        @Cached(name = "prices", key = "#id")
        public Integer find(int id) {
            loads.incrementAndGet();
            return stored(id);
        }

        @Cached(name = "prices", each = "#ids")
        public Map<Integer, Integer> findAll(List<Integer> ids) {
            loads.addAndGet(ids.size());
            return ids.stream().collect(Collectors.toMap(Function.identity(), this::stored));
        }

        @Cached(name = "prices", key = "#id")
        public CompletableFuture<Integer> findLater(int id) {
            loads.incrementAndGet();
            return CompletableFuture.completedFuture(stored(id));
        }

        @Cached(name = "prices", key = "#id")
        public Integer findWhile(int id, Runnable work) {
            int found = stored(id);
            work.run();
            return found;
        }

        @Cached(name = "timed-prices", key = "#id", hardTimeout = "60s")
        public Integer findInTime(int id) {
            return stored(id);
        }

        @CacheInvalidate(name = "prices", key = "#id")
        public void change(int id, int cents) {
            changeUnnoticed(id, cents);
        }

        void changeUnnoticed(int id, int cents) {
            database.sql("update price set cents = ? where id = ?")
                    .params(cents, id)
                    .update();
        }

        @CacheUpdate(name = "prices", key = "#id")
        public Integer put(int id, int cents) {
            change(id, cents);
            return cents;
        }

        @Cached(name = "valid-prices", key = "#id", validWhile = "#result >= #least")
        public Integer findValid(int id, int least) {
            return stored(id);
        }

        @Cached(name = "offers", key = "#id", tags = "'all'")
        public Integer offer(int id) {
            return stored(id);
        }

        @CacheUpdate(name = "offers", key = "#id", tags = "'all'")
        public Integer putOffer(int id, int cents) {
            changeUnnoticed(id, cents);
            return cents;
        }

        @CacheInvalidate(name = "offers", tags = "'all'")
        public void changeOffers(int cents) {
            database.sql("update price set cents = ?").params(cents).update();
        }

        int stored(int id) {
            return database.sql("select cents from price where id = ?")
                    .param(id)
                    .query(Integer.class)
                    .single();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Database {

        @Bean
        DataSource source() {
            return new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .generateUniqueName(true)
                    .build();
        }

        @Bean
        PlatformTransactionManager manager(DataSource source) {
            return new DataSourceTransactionManager(source);
        }
    }

    record Shop(Prices prices, PlatformTransactionManager manager) {

        TransactionTemplate in(Consumer<DefaultTransactionDefinition> change) {
            var definition = new DefaultTransactionDefinition();
            change.accept(definition);
            return new TransactionTemplate(manager, definition);
        }

        <T> T commit(Supplier<T> work) {
            return in(definition -> {}).execute(status -> work.get());
        }

        void commit(Runnable work) {
            commit(() -> {
                work.run();
                return true;
            });
        }

        void rollBack(Runnable work) {
            in(definition -> {}).executeWithoutResult(status -> {
                work.run();
                status.setRollbackOnly();
            });
        }

        /** Runs work on another thread, outside of any transaction of this one. */
        static <T> T apart(Supplier<T> work) {
            return CompletableFuture.supplyAsync(work, ForkJoinPool.commonPool())
                    .join();
        }
    }

    void run(Consumer<Shop> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id)
                        .withUserConfiguration(Database.class)
                        .withBean(Prices.class))
                .run(context -> {
                    Shop shop =
                            new Shop(context.getBean(Prices.class), context.getBean(PlatformTransactionManager.class));
                    shop.prices().create();
                    test.accept(shop);
                });
    }

    @Test
    void updateInATransactionThatRollsBackServesNoValueThatNeverExisted() {
        run(shop -> {
            shop.rollBack(() -> shop.prices().put(1, 777));
            assertThat(shop.prices().find(1)).isEqualTo(100);
            shop.commit(() -> shop.prices().put(1, 200));
            assertThat(shop.prices().find(1)).isEqualTo(200);
            assertThat(shop.prices().loads()).isEqualTo(1);
        });
    }

    @Test
    void methodWithATimeoutStaysInTheTransaction() {
        run(shop -> {
            shop.rollBack(() -> {
                shop.prices().changeUnnoticed(1, 200);
                assertThat(shop.prices().findInTime(1)).isEqualTo(200);
            });
            assertThat(shop.prices().findInTime(1)).isEqualTo(100);
        });
    }

    @Test
    void invalidationBeforeTheOuterCommitDoesNotLetTheOldValueBeCachedAgain() {
        run(shop -> {
            shop.prices().find(1);
            shop.commit(() -> {
                shop.prices().change(1, 200);
                assertThat(Shop.apart(() -> shop.prices().find(1))).isEqualTo(100);
            });
            assertThat(shop.prices().find(1)).isEqualTo(200);
        });
    }

    @Test
    void fillThatBeganBeforeTheCommitDoesNotSurviveIt() {
        run(shop -> {
            CountDownLatch read = new CountDownLatch(1);
            CountDownLatch committed = new CountDownLatch(1);
            var slow = CompletableFuture.supplyAsync(() -> shop.prices().findWhile(1, () -> {
                read.countDown();
                await(committed);
            }));
            await(read);
            shop.commit(() -> shop.prices().change(1, 200));
            committed.countDown();
            assertThat(slow.join()).isEqualTo(100);
            assertThat(shop.prices().find(1)).isEqualTo(200);
        });
    }

    @Test
    void resultThatATransactionReadIsStoredAfterItsCommitOnly() {
        run(shop -> {
            shop.commit(() -> {
                assertThat(shop.prices().find(1)).isEqualTo(100);
                assertThat(shop.prices().find(1)).isEqualTo(100);
                assertThat(shop.prices().loads()).as("loads of the transaction").isOne();
                assertThat(Shop.apart(() -> shop.prices().find(1))).isEqualTo(100);
                assertThat(shop.prices().loads()).as("loads of all").isEqualTo(2);
            });
            assertThat(shop.prices().find(1)).isEqualTo(100);
            assertThat(shop.prices().loads()).isEqualTo(2);
        });
    }

    @Test
    void resultOfATransactionThatRollsBackIsNotStored() {
        run(shop -> {
            shop.rollBack(() -> {
                shop.prices().changeUnnoticed(1, 777);
                assertThat(shop.prices().find(1)).isEqualTo(777);
                assertThat(shop.prices().findLater(1).join()).isEqualTo(777);
            });
            assertThat(shop.prices().find(1)).isEqualTo(100);
            assertThat(shop.prices().find(1)).isEqualTo(100);
            assertThat(shop.prices().loads()).isEqualTo(2);
        });
    }

    @Test
    void resultsOfManyIdsAreStoredAfterTheCommitOnly() {
        run(shop -> {
            shop.prices().find(3);
            shop.commit(() -> {
                assertThat(shop.prices().findAll(List.of(1, 2, 3))).isEqualTo(Map.of(1, 100, 2, 102, 3, 103));
                assertThat(shop.prices().findAll(List.of(2, 1))).isEqualTo(Map.of(1, 100, 2, 102));
                assertThat(shop.prices().loads()).as("loads of the transaction").isEqualTo(3);
                Shop.apart(() -> shop.prices().find(1));
                assertThat(shop.prices().loads()).as("loads of all").isEqualTo(4);
            });
            assertThat(shop.prices().findAll(List.of(1, 2, 3))).hasSize(3);
            assertThat(shop.prices().loads()).isEqualTo(4);
        });
    }

    @Test
    void resultsOfManyIdsAreNotStoredAfterARollback() {
        run(shop -> {
            shop.rollBack(() -> {
                shop.prices().changeUnnoticed(1, 777);
                assertThat(shop.prices().findAll(List.of(1, 2))).isEqualTo(Map.of(1, 777, 2, 102));
            });
            assertThat(shop.prices().findAll(List.of(1, 2))).isEqualTo(Map.of(1, 100, 2, 102));
        });
    }

    @Test
    void changedIdAmongManyBypassesTheCache() {
        run(shop -> {
            shop.prices().findAll(List.of(1, 2));
            shop.commit(() -> {
                shop.prices().change(1, 200);
                assertThat(shop.prices().findAll(List.of(1, 2))).isEqualTo(Map.of(1, 200, 2, 102));
                assertThat(shop.prices().loads()).isEqualTo(3);
            });
            assertThat(shop.prices().findAll(List.of(1, 2))).isEqualTo(Map.of(1, 200, 2, 102));
            assertThat(shop.prices().loads()).isEqualTo(4);
        });
    }

    @Test
    void keyThatATransactionChangedBypassesTheCacheUntilItEnds() {
        run(shop -> {
            shop.prices().find(1);
            shop.commit(() -> {
                shop.prices().change(1, 200);
                assertThat(shop.prices().find(1)).isEqualTo(200);
                assertThat(shop.prices().find(1)).isEqualTo(200);
            });
            assertThat(shop.prices().loads()).isEqualTo(3);
            assertThat(shop.prices().find(1)).isEqualTo(200);
            assertThat(shop.prices().find(1)).isEqualTo(200);
            assertThat(shop.prices().loads()).isEqualTo(4);
        });
    }

    @Test
    void resultReadBeforeTheChangeInTheSameTransactionIsNotStored() {
        run(shop -> {
            shop.commit(() -> {
                assertThat(shop.prices().find(1)).isEqualTo(100);
                shop.prices().change(1, 200);
            });
            assertThat(shop.prices().find(1)).isEqualTo(200);
        });
    }

    @Test
    void lastChangeOfAKeyWins() {
        run(shop -> {
            shop.commit(() -> {
                shop.prices().put(1, 200);
                shop.prices().put(1, 300);
            });
            assertThat(shop.prices().find(1)).isEqualTo(300);
            shop.commit(() -> {
                shop.prices().put(1, 400);
                shop.prices().change(1, 500);
            });
            assertThat(shop.prices().find(1)).isEqualTo(500);
        });
    }

    @Test
    void resultOfATransactionIsCheckedForEachCall() {
        run(shop -> shop.commit(() -> {
            assertThat(shop.prices().findValid(1, 100)).isEqualTo(100);
            shop.prices().changeUnnoticed(1, 200);
            assertThat(shop.prices().findValid(1, 100)).isEqualTo(100);
            assertThat(shop.prices().findValid(1, 150)).isEqualTo(200);
        }));
    }

    @Test
    void valueThatATagRemovesLaterInTheTransactionIsNotStored() {
        run(shop -> {
            shop.commit(() -> {
                shop.prices().changeOffers(200);
                shop.prices().putOffer(1, 300);
                shop.prices().changeOffers(400);
            });
            assertThat(shop.prices().offer(1)).isEqualTo(400);
            shop.commit(() -> {
                shop.prices().changeOffers(500);
                shop.prices().putOffer(1, 600);
            });
            assertThat(shop.prices().offer(1)).isEqualTo(600);
        });
    }

    @Test
    void innerTransactionOfItsOwnEndsForItself() {
        run(shop -> {
            shop.prices().find(1);
            shop.rollBack(
                    () -> shop.in(own -> own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW))
                            .executeWithoutResult(status -> shop.prices().put(1, 200)));
            assertThat(shop.prices().find(1)).isEqualTo(200);
            shop.commit(() -> shop.in(own -> own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW))
                    .executeWithoutResult(status -> {
                        shop.prices().put(1, 777);
                        status.setRollbackOnly();
                    }));
            assertThat(shop.prices().find(1)).isEqualTo(200);
        });
    }

    @Test
    void partThatRolledBackToASavepointLeavesNoValue() {
        run(shop -> {
            shop.prices().find(1);
            shop.commit(() -> shop.in(nested -> nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED))
                    .executeWithoutResult(status -> {
                        shop.prices().put(1, 777);
                        status.setRollbackOnly();
                    }));
            assertThat(shop.prices().find(1)).isEqualTo(100);
        });
    }

    @Test
    void transactionThatOnlyReadsStoresAtOnceUnlessItReadsFromASnapshot() {
        run(shop -> {
            shop.in(snapshot -> {
                        snapshot.setReadOnly(true);
                        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
                    })
                    .executeWithoutResult(status -> shop.prices().find(1));
            shop.in(reading -> reading.setReadOnly(true)).executeWithoutResult(status -> {
                shop.prices().find(1);
                Shop.apart(() -> shop.prices().find(1));
            });
            assertThat(shop.prices().loads()).isEqualTo(2);
        });
    }

    @Test
    void otherListenersOfTheCommitFindTheCacheChanged() {
        run(shop -> {
            shop.prices().find(1);
            AtomicInteger seen = new AtomicInteger();
            shop.commit(() -> {
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        seen.set(Shop.apart(() -> shop.prices().find(1)));
                        shop.prices().change(1, 300);
                    }
                });
                shop.prices().change(1, 200);
            });
            assertThat(seen).hasValue(200);
        });
    }

    @Test
    void failingListenerOfTheCommitDoesNotKeepTheOldValue() {
        run(shop -> {
            shop.prices().find(1);
            assertThatThrownBy(() -> shop.commit(() -> {
                        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                            @Override
                            public int getOrder() {
                                return Integer.MIN_VALUE;
                            }

                            @Override
                            public void afterCommit() {
                                throw new IllegalStateException("listener");
                            }
                        });
                        shop.prices().change(1, 200);
                    }))
                    .hasMessage("listener");
            assertThat(shop.prices().find(1)).isEqualTo(200);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
