package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.CacheDefaults;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Mono;

/** What an invalidation of several keys promises; held on every store. */
abstract class KeysContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    record Line(String shop, long id) {}

    static class Stock {

        private final AtomicInteger loads = new AtomicInteger();

        @Cached(name = "stock", key = "#id", near = Cached.Near.ON)
        public int find(@Nullable Long id) {
            return loads.incrementAndGet();
        }

        @Cached(name = "stock-of", key = "{#shop, #id}")
        public int findIn(String shop, long id) {
            return loads.incrementAndGet();
        }

        @Cached(name = "owned", key = "#id", scope = "#shop")
        public int findOwned(String shop, long id) {
            return loads.incrementAndGet();
        }

        @Cached(name = "sums", key = "#ids")
        public int sum(List<Long> ids) {
            return loads.incrementAndGet();
        }

        @CacheInvalidate(name = "stock", keys = "#ids")
        public void sell(@Nullable Collection<Long> ids) {}

        @CacheInvalidate(name = "stock", keys = "#ids")
        public void sellArray(long... ids) {}

        @CacheInvalidate(name = "stock", keys = "{#one, #other}")
        public void sellBoth(long one, long other) {}

        @CacheInvalidate(name = "stock", keys = "#counts.keySet()", beforeInvocation = true)
        public void fail(Map<Long, Integer> counts) {
            throw new IllegalStateException("sold out");
        }

        @CacheInvalidate(name = "stock", keys = "#result")
        public Mono<List<Long>> sellMono(List<Long> ids) {
            return Mono.just(ids);
        }

        @CacheInvalidate(name = "stock", keys = "#result")
        public CompletableFuture<List<Long>> sellLater(List<Long> ids) {
            return CompletableFuture.supplyAsync(() -> ids);
        }

        @CacheInvalidate(name = "stock", keys = "#ids")
        public void sellAnything(Object ids) {}

        @CacheInvalidate(name = "stock-of", keys = "#lines.![{shop, id}]")
        public void sellLines(List<Line> lines) {}

        @CacheInvalidate(name = "owned", keys = "#ids", scope = "#shop")
        public void sellOwned(String shop, Set<Long> ids) {}

        @CacheInvalidate(name = "sums", key = "#ids")
        public void forget(List<Long> ids) {}

        @CacheInvalidate(
                name = {"stock", "made", "stock"},
                key = "#id",
                condition = "#id > 0")
        public void sellOne(long id) {}

        @CacheInvalidate(
                value = {"stock", "stock-of"},
                allEntries = true)
        public CompletableFuture<Void> sellAll() {
            return CompletableFuture.completedFuture(null);
        }

        @Cached(name = "made", keyGenerator = "shelves")
        public int findMade(String shop, long... ids) {
            return loads.incrementAndGet();
        }

        @Cached(name = "made", key = "{'findMade', #shop, #id}")
        public int findSame(String shop, long id) {
            return loads.incrementAndGet();
        }

        @CacheInvalidate(name = "made", keyGenerator = "shelves")
        public Mono<Void> findMade(String shop, long id) {
            return Mono.empty();
        }

        @CacheUpdate(name = "made", keyGenerator = "shelves")
        public int findMade(String shop, Long id) {
            return 100;
        }

        @Cached(name = "broken", keyGenerator = "broken")
        public int findBroken(long id) {
            return loads.incrementAndGet();
        }
    }

    @CacheDefaults(name = "orders", scope = "#p0", keyGenerator = "shelves")
    interface Orders {}

    static class OrdersOfShops implements Orders {

        private final AtomicInteger loads = new AtomicInteger();

        @Cached
        public int find(String shop, long id) {
            return loads.incrementAndGet();
        }

        @CacheInvalidate(key = "{'find', #shop, #id}")
        public void change(String shop, long id) {}

        @CacheUpdate(key = "{'find', #shop, #id}")
        public int put(String shop, long id) {
            return 100;
        }

        @CacheInvalidate(allEntries = true)
        public void changeAll() {}

        @Cached(name = "prices", key = "#id", scope = "NONE")
        public int price(String shop, long id) {
            return loads.incrementAndGet();
        }
    }

    @CacheDefaults(name = "a name")
    static class BadDefaultName {

        @Cached(key = "#id")
        public long find(long id) {
            return id;
        }
    }

    @CacheDefaults(name = "wrong", keyGenerator = "shelfes")
    static class BadDefaultGenerator {

        @Cached(key = "#id")
        public long find(long id) {
            return id;
        }

        @CacheInvalidate
        public void remove(long id) {}
    }

    private ApplicationContextRunner runner() {
        return on(new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.key-prefix=" + id)
                .withBean("shelves", KeyGenerator.class, () -> (target, method, arguments) -> {
                    List<Object> key = new ArrayList<>(List.of(method.getName()));
                    key.addAll(Arrays.asList(arguments));
                    return new SimpleKey(key.toArray());
                })
                .withBean("broken", KeyGenerator.class, () -> (target, method, arguments) -> {
                    throw new IllegalStateException("broken");
                })
                .withBean(OrdersOfShops.class)
                .withBean(Stock.class));
    }

    @Test
    void annotationsSayWhatTheirClassSays() {
        run(context -> {
            OrdersOfShops orders = context.getBean(OrdersOfShops.class);
            int one = orders.find("a", 1);
            int other = orders.find("b", 1);
            assertThat(orders.find("a", 1)).isEqualTo(one);
            orders.change("b", 2);
            assertThat(orders.find("a", 1)).isEqualTo(one);
            orders.change("a", 1);
            assertThat(orders.find("a", 1)).isNotEqualTo(one);
            assertThat(orders.find("b", 1)).isEqualTo(other);
            orders.put("b", 1);
            assertThat(orders.find("b", 1)).isEqualTo(100);
            orders.changeAll();
            assertThat(orders.find("b", 1)).isNotEqualTo(100);
            assertThat(orders.price("a", 1)).isEqualTo(orders.price("b", 1));
            assertThat(context.getBean(KvClient.class)
                            .<Object, Integer>cache("orders", Integer.class)
                            .scoped("b")
                            .get(List.of("find", "b", 1)))
                    .isEqualTo(orders.find("b", 1));
        });
    }

    @Test
    void mistakesOfAClassFailStartup() {
        assertThatThrownBy(starting(BadDefaultName.class))
                .hasMessageContaining("BadDefaultName.find")
                .hasMessageContaining("name = \"a name\"");
        assertThatThrownBy(starting(BadDefaultGenerator.class))
                .hasMessageContaining("BadDefaultGenerator.remove")
                .hasMessageContaining("keyGenerator = \"shelfes\"");
    }

    @Test
    void oneInvalidationHasSeveralNames() {
        stock(stock -> {
            int one = stock.find(1L);
            int in = stock.findIn("a", 1);
            stock.sellOne(1);
            assertThat(stock.find(1L)).isNotEqualTo(one);
            assertThat(stock.findIn("a", 1)).isEqualTo(in);
            int next = stock.find(1L);
            stock.sellAll().join();
            assertThat(stock.find(1L)).isNotEqualTo(next);
            assertThat(stock.findIn("a", 1)).isNotEqualTo(in);
        });
    }

    @Test
    void keysAreMadeByABean() {
        stock(stock -> {
            int one = stock.findMade("a", new long[] {1});
            assertThat(stock.findMade("a", new long[] {1})).isEqualTo(one);
            assertThat(stock.findSame("a", 1)).isEqualTo(one);
            assertThat(stock.findMade("a", new long[] {1, 2})).isNotEqualTo(one);
            stock.findMade("a", 1).block();
            assertThat(stock.findSame("a", 1)).isNotEqualTo(one);
            stock.findMade("a", Long.valueOf(1));
            assertThat(stock.findSame("a", 1)).isEqualTo(100);
            assertThat(stock.findBroken(1)).isNotEqualTo(stock.findBroken(1));
        });
    }

    private void run(Consumer<ApplicationContext> test) {
        runner().run(test::accept);
    }

    private void stock(Consumer<Stock> test) {
        run(context -> test.accept(context.getBean(Stock.class)));
    }

    /** Fills three entries, and returns whether a removal has reached exactly the first two. */
    private static boolean removesTwo(Stock stock, Runnable removal) {
        List<Integer> before = all(stock);
        assertThat(all(stock)).isEqualTo(before);
        removal.run();
        List<Integer> after = all(stock);
        return !after.get(0).equals(before.get(0))
                && !after.get(1).equals(before.get(1))
                && after.get(2).equals(before.get(2));
    }

    private static List<Integer> all(Stock stock) {
        return List.of(stock.find(1L), stock.find(2L), stock.find(3L));
    }

    @Test
    void eachElementIsOneKey() {
        stock(stock -> {
            assertThat(removesTwo(stock, () -> stock.sell(List.of(1L, 2L, 2L)))).isTrue();
            assertThat(removesTwo(stock, () -> stock.sell(Set.of(1L, 2L)))).isTrue();
            assertThat(removesTwo(stock, () -> stock.sellArray(1, 2))).isTrue();
            assertThat(removesTwo(stock, () -> stock.sellBoth(1, 2))).isTrue();
            assertThat(removesTwo(stock, () -> stock.sellAnything(new String[] {"1", "2"})))
                    .isTrue();
        });
    }

    @Test
    void keysWorkInEveryStyle() {
        stock(stock -> {
            assertThat(removesTwo(stock, () -> stock.sellMono(List.of(1L, 2L)).block()))
                    .isTrue();
            assertThat(removesTwo(stock, () -> stock.sellLater(List.of(1L, 2L)).join()))
                    .isTrue();
            assertThat(removesTwo(
                            stock,
                            () -> assertThatThrownBy(() -> stock.fail(Map.of(1L, 0, 2L, 0)))
                                    .hasMessage("sold out")))
                    .isTrue();
        });
    }

    @Test
    void listAmongTheKeysIsOneCompositeKey() {
        stock(stock -> {
            int one = stock.findIn("a", 1);
            int other = stock.findIn("b", 1);
            int kept = stock.findIn("b", 2);
            stock.sellLines(List.of(new Line("a", 1), new Line("b", 1)));
            assertThat(stock.findIn("a", 1)).isNotEqualTo(one);
            assertThat(stock.findIn("b", 1)).isNotEqualTo(other);
            assertThat(stock.findIn("b", 2)).isEqualTo(kept);
        });
    }

    @Test
    void keysAreThoseOfTheScope() {
        stock(stock -> {
            int one = stock.findOwned("a", 1);
            int other = stock.findOwned("b", 1);
            stock.sellOwned("a", Set.of(1L, 2L));
            assertThat(stock.findOwned("a", 1)).isNotEqualTo(one);
            assertThat(stock.findOwned("b", 1)).isEqualTo(other);
        });
    }

    @Test
    void collectionInKeyIsStillOneCompositeKey() {
        stock(stock -> {
            int one = stock.sum(List.of(1L));
            int both = stock.sum(List.of(1L, 2L));
            stock.forget(List.of(1L, 2L));
            assertThat(stock.sum(List.of(1L, 2L))).isNotEqualTo(both);
            assertThat(stock.sum(List.of(1L))).isEqualTo(one);
        });
    }

    @Test
    void nullAmongTheKeysIsAKeyAndNullInsteadOfThemIsNone() {
        stock(stock -> {
            int absent = stock.find(null);
            stock.sell(null);
            stock.sell(List.of());
            assertThat(stock.find(null)).isEqualTo(absent);
            stock.sell(Arrays.asList(1L, null));
            assertThat(stock.find(null)).isNotEqualTo(absent);
        });
    }

    @Test
    void valueThatIsNoCollectionRemovesNothing() {
        stock(stock -> {
            List<Integer> before = all(stock);
            stock.sellAnything(1L);
            assertThat(all(stock)).isEqualTo(before);
        });
    }

    @Test
    void clientRemovesTheSameEntries() {
        run(context -> {
            Stock stock = context.getBean(Stock.class);
            KvClient client = context.getBean(KvClient.class);
            assertThat(removesTwo(
                            stock,
                            () -> client.<Long, Integer>cache("stock", Integer.class)
                                    .invalidateAll(List.of(1L, 2L))))
                    .isTrue();
            int other = stock.findOwned("b", 1);
            client.<Long, Integer>cache("owned", Integer.class).scoped("a").invalidateAll(Set.of(1L));
            assertThat(stock.findOwned("b", 1)).isEqualTo(other);
        });
    }

    @Test
    void transactionRemovesThemAfterItsCommitAndNotAfterARollback() {
        DataSource source = new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build();
        PlatformTransactionManager manager = new DataSourceTransactionManager(source);
        stock(stock -> {
            assertThat(removesTwo(
                            stock,
                            () -> new TransactionTemplate(manager).executeWithoutResult(status -> {
                                int before = stock.find(3L);
                                stock.sell(List.of(1L, 2L));
                                stock.sellBoth(2, 1);
                                assertThat(stock.find(1L)).isNotEqualTo(stock.find(1L));
                                assertThat(stock.find(3L)).isEqualTo(before);
                            })))
                    .isTrue();
            List<Integer> before = all(stock);
            new TransactionTemplate(manager).executeWithoutResult(status -> {
                stock.sell(List.of(1L, 2L));
                status.setRollbackOnly();
            });
            assertThat(all(stock)).isEqualTo(before);
        });
    }

    static class OneKey {

        @CacheInvalidate(name = "stock", keys = "#id")
        public void sell(long id) {}
    }

    static class Bytes {

        @CacheInvalidate(name = "stock", keys = "#id")
        public void sell(byte[] id) {}
    }

    static class Counts {

        @CacheInvalidate(name = "stock", keys = "#counts")
        public void sell(Map<Long, Integer> counts) {}
    }

    static class Both {

        @CacheInvalidate(name = "stock", key = "#id", keys = "#ids")
        public void sell(long id, List<Long> ids) {}
    }

    static class WithTags {

        @CacheInvalidate(name = "stock", keys = "#ids", tags = "'all'")
        public void sell(List<Long> ids) {}
    }

    static class Threads {

        @CacheInvalidate(name = "stock", keys = "#threads")
        public void sell(List<Thread> threads) {}
    }

    static class NoNames {

        @CacheInvalidate(
                name = {},
                key = "#id")
        public void sell(long id) {}
    }

    static class BadNames {

        @CacheInvalidate(
                name = {"stock", "a name"},
                key = "#id")
        public void sell(long id) {}
    }

    static class TwoNames {

        @CacheInvalidate(name = "stock", value = "owned", key = "#id")
        public void sell(long id) {}
    }

    static class UnknownGenerator {

        @Cached(name = "unknown", keyGenerator = "shelfes")
        public long find(long id) {
            return id;
        }
    }

    static class KeyAndGenerator {

        @Cached(name = "both", key = "#id", keyGenerator = "shelves")
        public long find(long id) {
            return id;
        }
    }

    @Test
    void mistakesInNamesAndGeneratorsFailStartup() {
        assertThatThrownBy(starting(NoNames.class)).hasMessageContaining("it is required");
        assertThatThrownBy(starting(BadNames.class)).hasMessageContaining("name = \"a name\"");
        assertThatThrownBy(starting(TwoNames.class)).hasMessageContaining("says otherwise");
        assertThatThrownBy(starting(UnknownGenerator.class))
                .hasMessageContaining("keyGenerator = \"shelfes\"")
                .hasMessageContaining("no bean of type KeyGenerator");
        assertThatThrownBy(starting(KeyAndGenerator.class)).hasMessageContaining("key is set too");
    }

    private ThrowingCallable starting(Class<?> bean) {
        return () -> runner().withBean(bean).run(context -> {
            if (context.getStartupFailure() != null) {
                throw context.getStartupFailure();
            }
        });
    }

    @Test
    void mistakesFailStartup() {
        assertThatThrownBy(starting(OneKey.class))
                .hasMessageContaining("OneKey.sell")
                .hasMessageContaining("keys = \"#id\"")
                .hasMessageContaining("Long and not a collection")
                .hasMessageContaining("Write key = \"#id\"");
        assertThatThrownBy(starting(Bytes.class)).hasMessageContaining("not a collection");
        assertThatThrownBy(starting(Counts.class)).hasMessageContaining("keys = \"#counts.keySet()\"");
        assertThatThrownBy(starting(Both.class)).hasMessageContaining("together with key");
        assertThatThrownBy(starting(WithTags.class)).hasMessageContaining("together with keys");
        assertThatThrownBy(starting(Threads.class)).hasMessageContaining("cannot be part of a key");
    }
}
