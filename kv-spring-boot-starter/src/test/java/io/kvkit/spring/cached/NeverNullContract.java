package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.KvClient;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.reactivex.rxjava3.core.Single;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Methods that cannot return null, and others of their name that have kept null; held on every store. */
abstract class NeverNullContract {

    private final String prefix = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    static class Stock {

        private final AtomicInteger loads = new AtomicInteger();

        int loads() {
            return loads.get();
        }

        @Cached(name = "stock", key = "#id")
        public int of(long id) {
            return loads.incrementAndGet();
        }

        @Cached(name = "stock", key = "#id")
        public Single<Integer> single(long id) {
            return Single.fromCallable(loads::incrementAndGet);
        }

        @Cached(name = "stock", key = "#id", nullTtl = "10s")
        public @Nullable Integer known(long id) {
            return null;
        }

        @Cached(name = "stock", key = "#id", nullTtl = "10s")
        public Optional<Integer> found(long id) {
            return Optional.of(known(id) == null ? 7 : 8);
        }

        @Cached(name = "stock", each = "#ids", nullTtl = "10s")
        public Map<Long, Integer> all(Collection<Long> ids) {
            return Map.of(2L, 22);
        }

        @Cached(name = "stock", each = "#ids", nullTtl = "10s")
        public Single<Map<Long, Integer>> allLater(Collection<Long> ids) {
            return Single.just(Map.of());
        }

        @CacheUpdate(name = "stock", key = "#id")
        public @Nullable Integer forget(long id) {
            return null;
        }
    }

    /** The methods that cannot return null. */
    enum Reader {
        PRIMITIVE(stock -> stock.of(1)),
        SINGLE(stock -> stock.single(1).blockingGet());

        private final ToIntFunction<Stock> call;

        Reader(ToIntFunction<Stock> call) {
            this.call = call;
        }
    }

    private void run(Cached.Near near, BiConsumer<Stock, ApplicationContext> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + prefix, "kv.cache.caches.stock.near=" + near)
                        .withBean(PlatformTransactionManager.class, RefreshContract.Transactions::new)
                        .withBean(Stock.class))
                .run(context -> test.accept(context.getBean(Stock.class), context));
    }

    private static void loadsOnce(Reader reader, Stock stock, Runnable nothing) {
        nothing.run();
        nothing.run();
        int first = stock.loads() + 1;
        for (int i = 0; i < 4; i++) {
            assertThat(reader.call.applyAsInt(stock)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @EnumSource
    void methodRunsAndReplacesTheNullOfAnotherOne(Reader reader) {
        for (Cached.Near near : List.of(Cached.Near.ON, Cached.Near.OFF)) {
            run(near, (stock, context) -> {
                var cache = context.getBean(KvClient.class).<Long, Integer>cache("stock", Integer.class);
                loadsOnce(reader, stock, () -> stock.forget(1));
                cache.invalidate(1L);
                loadsOnce(reader, stock, () -> stock.known(1));
                cache.invalidate(1L);
                loadsOnce(reader, stock, () -> stock.all(List.of(1L, 2L)));
                cache.invalidate(1L);
                loadsOnce(reader, stock, () -> stock.allLater(List.of(1L)).blockingGet());
                loadsOnce(reader, stock, () -> cache.put(1L, null));
                assertThat(stock.of(2)).isEqualTo(22);
                cache.invalidate(1L);
            });
        }
    }

    @Test
    void methodsInATransactionGetTheFormsThatTheyDeclare() {
        run(
                Cached.Near.OFF,
                (stock, context) -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(status -> {
                            stock.known(1);
                            assertThat(stock.of(1)).isPositive();
                            assertThat(stock.found(1)).isEmpty();
                            assertThat(stock.found(2)).contains(7);
                            assertThat(stock.of(2)).isEqualTo(7);
                        }));
    }
}
