package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.recipe.cache.Refresh;
import io.kvkit.spring.KvCaches;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Mono;

/** Methods that take a {@link Refresh}; held on every store. */
abstract class RefreshContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    /** The ways in which a method returns. */
    enum Style {
        PLAIN((rates, key) -> rates.plain(key, Refresh.none())),
        STAGE((rates, key) -> rates.stage(key, Refresh.none()).join()),
        MONO((rates, key) -> String.valueOf(rates.mono(Refresh.none(), key).block())),
        OPTIONAL((rates, key) -> rates.optional(key, Refresh.none()).orElseThrow());

        private final BiFunction<Rates, String, String> get;

        Style(BiFunction<Rates, String, String> get) {
            this.get = get;
        }
    }

    static class Rates {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Cached(name = "plain", ttl = "1ms", staleIfError = "1h", tags = "'all'")
        public String plain(String key, Refresh<String> refresh) {
            return load(key, refresh);
        }

        @Cached(name = "stage", key = "#key", ttl = "1ms", staleIfError = "1h", tags = "'all'")
        public CompletableFuture<String> stage(String key, Refresh<String> refresh) {
            return CompletableFuture.supplyAsync(() -> load(key, refresh));
        }

        @Cached(name = "mono", ttl = "1ms", staleIfError = "1h", tags = "'all'")
        public Mono<String> mono(Refresh<String> refresh, String key) {
            return Mono.fromSupplier(() -> load(key, refresh));
        }

        @Cached(name = "optional", ttl = "1ms", staleIfError = "1h", tags = "'all'")
        public Optional<String> optional(String key, Refresh<Optional<String>> refresh) {
            note(refresh);
            return refresh.hasValue() ? refresh.notModified() : refresh.modified(Optional.of(key), "etag of " + key);
        }

        @Cached(name = "bypassed", key = "#key", condition = "false", ttl = "1ms", staleIfError = "1h")
        public String bypassed(String key, Refresh<String> refresh) {
            return load(key, refresh);
        }

        public List<String> seen() {
            return seen;
        }

        public String load(String key, Refresh<String> refresh) {
            note(refresh);
            return refresh.hasValue() ? refresh.notModified() : refresh.modified(key, "etag of " + key);
        }

        private void note(Refresh<?> refresh) {
            seen.add(refresh.hasValue() + " " + refresh.validator());
        }

        @CacheInvalidate(name = "plain", tags = "'all'")
        @CacheInvalidate(name = "stage", tags = "'all'")
        @CacheInvalidate(name = "mono", tags = "'all'")
        @CacheInvalidate(name = "optional", tags = "'all'")
        public void removeTagged() {}
    }

    /** Transactions without a resource. */
    static final class Transactions extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }

    private void rates(BiConsumer<ApplicationContext, Rates> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues(
                                "kv.key-prefix=" + id,
                                "kv.cache.caches.by-hand.ttl=1ms",
                                "kv.cache.caches.by-hand.stale-if-error=1h")
                        .withBean(Rates.class))
                .run(context -> test.accept(context, context.getBean(Rates.class)));
    }

    // The results live for a millisecond.
    private static void passTime() {
        long end = System.nanoTime() + 5_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void loadGetsTheOldValueAndItsValidator(Style style) {
        rates((context, rates) -> {
            for (int i = 0; i < 3; i++) {
                assertThat(style.get.apply(rates, "EUR")).isEqualTo("EUR");
                passTime();
            }
            assertThat(rates.seen()).containsExactly("false null", "true etag of EUR", "true etag of EUR");
        });
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void argumentTakesNoPartInTheKey(Style style) {
        rates((context, rates) -> {
            style.get.apply(rates, "EUR");
            assertThat(style.get.apply(rates, "USD")).isEqualTo("USD");
            assertThat(rates.seen()).containsOnly("false null");
        });
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void whatATagRemovedIsNoOldValue(Style style) {
        rates((context, rates) -> {
            style.get.apply(rates, "EUR");
            passTime();
            rates.removeTagged();
            style.get.apply(rates, "EUR");
            assertThat(rates.seen()).containsExactly("false null", "false null");
        });
    }

    @Test
    void valueThatIsNotModifiedInATransactionLivesOnAfterItsCommit() {
        rates((context, rates) -> {
            rates.plain("EUR", Refresh.none());
            passTime();
            new TransactionTemplate(new Transactions())
                    .executeWithoutResult(open ->
                            assertThat(rates.plain("EUR", Refresh.none())).isEqualTo("EUR"));
            passTime();
            rates.plain("EUR", Refresh.none());
            assertThat(rates.seen()).containsExactly("false null", "true etag of EUR", "true etag of EUR");
        });
    }

    @Test
    void callThatBypassesTheCacheHasNoOldValue() {
        rates((context, rates) -> {
            assertThat(rates.bypassed("EUR", null)).isEqualTo("EUR");
            assertThat(rates.seen()).containsExactly("false null");
        });
    }

    @Test
    void clientRefreshesToo() {
        rates((context, rates) -> {
            var cache = context.getBean(KvClient.class).<String, String>cache("by-hand", String.class);
            for (int i = 0; i < 2; i++) {
                assertThat(cache.getOrRefresh("EUR", refresh -> rates.load("EUR", refresh)))
                        .isEqualTo("EUR");
                passTime();
            }
            var later = context.getBean(KvClient.class).async().<String, String>cache("by-hand", String.class);
            assertThat(later.getOrRefresh(
                                    "EUR", refresh -> CompletableFuture.completedFuture(rates.load("EUR", refresh)))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo("EUR");
            assertThat(rates.seen()).containsExactly("false null", "true etag of EUR", "true etag of EUR");
        });
    }

    static class WithoutStale {

        @Cached(name = "never-stale", key = "#key")
        public String find(String key, Refresh<String> refresh) {
            return key;
        }
    }

    static class OtherType {

        @Cached(name = "other-type", key = "#key", staleIfError = "1h")
        public String find(String key, Refresh<Integer> refresh) {
            return key;
        }
    }

    static class InTheKey {

        @Cached(name = "in-the-key", key = "{#key, #refresh}", staleIfError = "1h")
        public String find(String key, Refresh<String> refresh) {
            return key;
        }
    }

    private String failure(Class<?> bean) {
        var message = new StringBuilder();
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id)
                        .withBean(bean))
                .run(context -> message.append(context.getStartupFailure()));
        return message.toString();
    }

    @Test
    void changeThatLeavesNoOldValueIsRefused() {
        rates((context, rates) -> {
            KvCaches caches = context.getBean(KvCaches.class);
            assertThatThrownBy(() -> caches.change("plain", Map.of("stale-if-error", "0s")))
                    .hasMessageContaining("results are not kept beyond their time to live");
            assertThat(caches.settings("plain").staleness().ifErrorMillis()).isEqualTo(3_600_000);
            assertThat(caches.change("plain", Map.of("stale-if-error", "1m"))
                            .staleness()
                            .ifErrorMillis())
                    .isEqualTo(60_000);
        });
    }

    @Test
    void mistakesFailStartup() {
        assertThat(failure(WithoutStale.class)).contains("results are not kept beyond their time to live");
        assertThat(failure(OtherType.class)).contains("it takes a Refresh of java.lang.Integer, but its result is");
        assertThat(failure(InTheKey.class)).contains("comes from kvkit, and not from the caller");
    }
}
