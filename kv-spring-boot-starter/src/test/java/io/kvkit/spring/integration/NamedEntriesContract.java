package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kvkit.AsyncKvCache;
import io.kvkit.KvCache;
import io.kvkit.KvClient;
import io.kvkit.KvConsumer;
import io.kvkit.KvOperation;
import io.kvkit.KvRateLimit;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.call.Failures;
import io.kvkit.claim.StoredEntry.State;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What annotations keep under a name is what the client finds by that name, and the other way round. */
abstract class NamedEntriesContract {

    record Product(long id, String name) {}

    /** A bean with one method for each annotation; the numbers tell how often methods were called. */
    static class Shop {

        private final AtomicInteger calls = new AtomicInteger();

        public int calls() {
            return calls.get();
        }

        @Cached(name = "products", key = "#id", ttl = "1h")
        public Product product(long id) {
            return new Product(id, "load " + calls.incrementAndGet());
        }

        @CacheInvalidate(name = "products", key = "#id")
        public void change(long id) {}

        @Cached(name = "offers", key = "{#shop, #id}", scope = "#tenant")
        public Optional<Product> offer(String tenant, String shop, int id) {
            return Optional.of(new Product(id, "load " + calls.incrementAndGet()));
        }

        @RateLimited(name = "mail", key = "#user", limit = 2, window = "1h")
        public String mail(String user) {
            return "sent";
        }

        @RateLimited(name = "news", limit = 2, window = "1h")
        public String news() {
            return "sent";
        }

        @Idempotent(name = "payments", key = "#order")
        public Product pay(String order) {
            return new Product(1, "run " + calls.incrementAndGet());
        }

        @Cached(name = "stock", key = "#id")
        public long stock(long id) {
            return 40 + calls.incrementAndGet();
        }

        @Idempotent(name = "orders-of", key = "#order", fingerprint = "#amount")
        public String order(String order, int amount) {
            return "ordered " + amount;
        }

        @DedupeEvent(name = "stream", key = "#event", compactFor = 1)
        public void stream(String event) {
            calls.incrementAndGet();
        }

        @DedupeEvent(name = "shipping", key = "#event")
        public void ship(String event) {
            calls.incrementAndGet();
        }
    }

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.key-prefix=" + UUID.randomUUID());
    }

    private void run(BiConsumer<Shop, KvClient> test, String... properties) {
        on(runner().withPropertyValues(properties).withBean(Shop.class))
                .run(context -> test.accept(context.getBean(Shop.class), context.getBean(KvClient.class)));
    }

    @Test
    void clientReadsAndRemovesWhatTheAnnotationKept() {
        run((shop, client) -> {
            KvCache<Long, Product> products = client.cache("products", Product.class);
            assertThat(products.get(1L)).isNull();
            assertThat(products.explain(1L).state()).isEqualTo(State.NONE);
            Product kept = shop.product(1);
            assertThat(products.get(1L)).isEqualTo(kept);
            assertThat(products.get(1L, () -> new Product(1, "other"))).isEqualTo(kept);
            assertThat(products.explain(1L).state()).isEqualTo(State.STORED);
            products.invalidate(1L);
            assertThat(products.get(1L)).isNull();
            assertThat(shop.product(1)).isEqualTo(new Product(1, "load 2"));
        });
    }

    @Test
    void clientReadsWhatAMethodOfAPrimitiveTypeKept() {
        run((shop, client) -> {
            long kept = shop.stock(1);
            KvCache<Long, Long> stock = client.cache("stock", long.class);
            assertThat(stock.get(1L)).isEqualTo(kept);
        });
    }

    @Test
    void clientDoesNoWorkWhoseFingerprintItDoesNotHave() {
        run((shop, client) -> {
            KvOperation<String> orders = client.operation("orders-of", String.class);
            assertThatIllegalStateException().isThrownBy(() -> orders.execute("a", () -> "other"));
            assertThat(shop.order("a", 1)).isEqualTo("ordered 1");
        });
    }

    @Test
    void annotationFindsAndRemovesWhatTheClientKept() {
        run((shop, client) -> {
            KvCache<Object, Product> products = client.cache("products", Product.class);
            products.put("1", new Product(1, "put"));
            assertThat(shop.product(1)).isEqualTo(new Product(1, "put"));
            assertThat(products.get(2, () -> new Product(2, "computed"))).isEqualTo(new Product(2, "computed"));
            assertThat(shop.product(2)).isEqualTo(new Product(2, "computed"));
            shop.change(2);
            assertThat(products.get(2)).isNull();
            assertThat(shop.calls()).isZero();
        });
    }

    @Test
    void asynchronousClientSharesTheEntriesToo() {
        run((shop, client) -> {
            AsyncKvCache<Long, Product> products = client.async().cache("products", Product.class);
            Product kept = shop.product(1);
            assertThat(products.get(1L).toCompletableFuture().join()).isEqualTo(kept);
            assertThat(products.get(2L, () -> CompletableFuture.completedFuture(new Product(2, "computed")))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new Product(2, "computed"));
            assertThat(shop.product(2)).isEqualTo(new Product(2, "computed"));
            products.invalidate(1L).toCompletableFuture().join();
            assertThat(shop.product(1)).isEqualTo(new Product(1, "load 2"));
        });
    }

    @Test
    void compositeKeysAndScopesAreThoseOfTheAnnotation() {
        run((shop, client) -> {
            KvCache<List<?>, Product> offers = client.cache("offers", Product.class);
            Optional<Product> kept = shop.offer("acme", "a,b", 1);
            assertThat(offers.scoped("acme").get(List.of("a,b", 1))).isEqualTo(kept.orElseThrow());
            assertThat(offers.scoped("other").get(List.of("a,b", 1))).isNull();
            assertThat(offers.get(List.of("a,b", 1))).isNull();
        });
    }

    @Test
    void propertiesOfTheNameHoldForTheClientToo() {
        run(
                (shop, client) -> {
                    KvCache<Long, Product> products = client.cache("products", Product.class);
                    products.put(1L, new Product(1, "put"));
                    assertThat(products.explain(1L).until())
                            .isAfter(Instant.now().plus(Duration.ofHours(5)));
                },
                "kv.cache.caches.products.ttl=6h");
    }

    @Test
    void permitsAreThoseOfTheAnnotation() {
        run((shop, client) -> {
            KvRateLimit mail = client.rateLimit("mail");
            shop.mail("ann");
            assertThat(mail.peek("ann").remaining()).isOne();
            assertThat(mail.tryAcquire("ann").allowed()).isTrue();
            assertThat(mail.tryAcquire("ann").allowed()).isFalse();
            assertThat(mail.tryAcquire("bob", 2).remaining()).isZero();
        });
    }

    @Test
    void limitWithoutAKeyIsFoundByTheEmptyList() {
        run((shop, client) -> {
            KvRateLimit news = client.rateLimit("news");
            shop.news();
            assertThat(news.peek(List.of()).remaining()).isOne();
            assertThat(news.tryAcquire(List.of()).allowed()).isTrue();
            assertThat(news.tryAcquire(List.of()).allowed()).isFalse();
        });
    }

    @Test
    void resultsOfAnOperationAreReplayedBothWays() {
        run((shop, client) -> {
            KvOperation<Product> payments = client.operation("payments", Product.class);
            Product paid = shop.pay("a");
            var replayed = payments.execute("a", () -> new Product(2, "other"));
            assertThat(replayed.replayed()).isTrue();
            assertThat(replayed.value()).isEqualTo(paid);
            payments.execute("b", () -> new Product(2, "client"));
            assertThat(shop.pay("b")).isEqualTo(new Product(2, "client"));
            assertThat(payments.explain("b").state()).isEqualTo(State.STORED);
            assertThat(payments.explain("c").state()).isEqualTo(State.NONE);
        });
    }

    @Test
    void eventsOfAConsumerAreProcessedOnceByEither() {
        run((shop, client) -> {
            KvConsumer shipping = client.consumer("shipping");
            AtomicInteger here = new AtomicInteger();
            shop.ship("a");
            assertThat(shipping.processOnce("a", here::incrementAndGet)).isFalse();
            assertThat(shipping.processOnce("b", () -> {
                        assertThat(shipping.explain("b").state()).isEqualTo(State.IN_PROGRESS);
                        here.incrementAndGet();
                    }))
                    .isTrue();
            shop.ship("b");
            assertThat(shop.calls()).isOne();
            assertThat(here).hasValue(1);
        });
    }

    @Test
    void namesOfPropertiesAloneHaveTheirSettings() {
        run(
                (shop, client) -> {
                    KvCache<Long, Product> reports = client.cache("reports", Product.class);
                    reports.put(1L, new Product(1, "put"));
                    assertThat(reports.get(1L)).isEqualTo(new Product(1, "put"));
                    assertThat(reports.explain(1L).until())
                            .isAfter(Instant.now().plus(Duration.ofHours(5)));
                    KvRateLimit exports = client.rateLimit("exports");
                    assertThat(exports.tryAcquire("ann").remaining()).isEqualTo(2);
                    assertThat(exports.tryAcquire("ann", 3).allowed()).isFalse();
                    KvOperation<String> orders = client.operation("orders", String.class);
                    orders.execute("a", () -> "done");
                    assertThat(orders.explain("a").until())
                            .isBefore(Instant.now().plus(Duration.ofHours(2)));
                    KvConsumer audit = client.consumer("audit");
                    assertThat(audit.processOnce("a", () -> {})).isTrue();
                    assertThat(audit.explain("a").until()).isAfter(Instant.now().plus(Duration.ofDays(29)));
                },
                "kv.cache.caches.reports.ttl=6h",
                "kv.rate-limit.limits.exports.limit=3",
                "kv.rate-limit.defaults.window=1h",
                "kv.idempotency.operations.orders.ttl=1h",
                "kv.dedupe.consumers.audit.ttl=30d");
    }

    @Test
    void propertiesThatSayTooLittleAreRefused() {
        run(
                (shop, client) -> {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> client.rateLimit("exports"))
                            .withMessageContaining("kv.rate-limit.limits.exports.window");
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> client.consumer("audit"))
                            .withMessageContaining("lease");
                },
                "kv.rate-limit.limits.exports.limit=3",
                "kv.dedupe.consumers.audit.ttl=1s");
    }

    /** Keeps a cache from its constructor on, before the bean with the annotations is made. */
    static class EarlyBird {

        private final KvCache<Long, Product> products;

        EarlyBird(KvClient client) {
            this.products = client.cache("products", Product.class);
        }
    }

    @Test
    void constructorsFindTheNamesOfBeansThatAreMadeLater() {
        on(runner().withBean(EarlyBird.class).withBean(Shop.class)).run(context -> {
            KvCache<Long, Product> products = context.getBean(EarlyBird.class).products;
            products.put(1L, new Product(1, "put"));
            assertThat(context.getBean(Shop.class).product(1)).isEqualTo(new Product(1, "put"));
            assertThat(products.explain(1L).until()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        });
    }

    @Test
    void unknownNamesAndUnwritableKeysAreRefused() {
        run((shop, client) -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.cache("prodcuts", Product.class))
                    .withMessageContaining("prodcuts");
            assertThatIllegalArgumentException().isThrownBy(() -> client.rateLimit("products"));
            assertThatIllegalArgumentException().isThrownBy(() -> client.cache("client", Product.class));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.cache("products", Product.class).get(new Object()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.rateLimit("mail").tryAcquire(" "));
        });
    }

    @Test
    void eventsOfAStreamAreInOneValue() {
        on(runner().withBean(Shop.class)).run(context -> {
            Shop shop = context.getBean(Shop.class);
            KvConsumer stream = context.getBean(KvClient.class).consumer("stream");
            for (String event : List.of("a", "b", "a", "c", "b")) {
                shop.stream(event);
            }
            assertThat(shop.calls()).isEqualTo(3);
            assertThat(stream.processOnce("c", () -> {})).isFalse();
            assertThat(stream.explain("a").state()).isEqualTo(State.STORED);
            String prefix = context.getEnvironment().getRequiredProperty("kv.key-prefix");
            assertThat(Failures.join(context.getBean(KvStore.class).scan(prefix, 10)))
                    .containsExactly(prefix + ":dedupe:stream:shard~1~0");
        });
    }
}
