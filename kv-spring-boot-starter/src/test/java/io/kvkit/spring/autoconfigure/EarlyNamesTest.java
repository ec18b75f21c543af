package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvCache;
import io.kvkit.KvClient;
import io.kvkit.annotation.Cached;
import io.kvkit.store.KvException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Names that an application asks for before their annotations are known, or after its context is closed. */
@Tag("slow")
class EarlyNamesTest {

    private static final String REFUSAL =
            "KvClient was asked for this name before the bean with the annotation was known";

    interface Catalog {
        String find(long id);
    }

    static class CachedCatalog implements Catalog {

        @Override
        @Cached(name = "products", ttl = "1h")
        public String find(long id) {
            return "product " + id;
        }
    }

    static class Shop {

        final KvCache<Long, String> products;

        Shop(KvClient client) {
            products = client.cache("products", String.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ShopFirst {

        @Bean
        Shop shop(KvClient client) {
            return new Shop(client);
        }

        @Bean
        Catalog catalog() {
            return new CachedCatalog();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class CatalogFirst {

        @Bean
        Catalog catalog() {
            return new CachedCatalog();
        }

        @Bean
        Shop shop(KvClient client) {
            return new Shop(client);
        }
    }

    private final ApplicationContextRunner runner = Contexts.runner().withPropertyValues("kv.store=memory");

    @Test
    void handleMadeBeforeABeanBehindAnInterfaceExistsFailsStartupInsteadOfUsingOtherSettings() {
        assertThat(Contexts.refusal(
                        runner.withUserConfiguration(ShopFirst.class), "kv.cache.caches.products.null-ttl=1s"))
                .contains("products", REFUSAL)
                .contains("Let the @Bean method return the class of the bean, or ask for the name later");
    }

    @Test
    void handleMadeAfterABeanBehindAnInterfaceExistsHasItsSettings() {
        runner.withUserConfiguration(CatalogFirst.class).run(context -> {
            context.getBean(Catalog.class).find(1);
            assertThat(context.getBean(Shop.class).products.get(1L)).isEqualTo("product 1");
        });
    }

    @Test
    void newNameAfterCloseFailsAsAKnownOneDoes() {
        runner.withUserConfiguration(CatalogFirst.class)
                .withPropertyValues("kv.cache.caches.prices.ttl=1m")
                .run(context -> {
                    KvClient client = context.getBean(KvClient.class);
                    KvCache<Long, String> known = client.cache("products", String.class);
                    context.getSourceApplicationContext().close();
                    assertThatThrownBy(() -> known.get(1L)).isInstanceOf(KvException.class);
                    assertThatThrownBy(() -> client.<Long, String>cache("prices", String.class)
                                    .get(1L))
                            .isInstanceOf(KvException.class)
                            .hasMessageContaining("the store is closed");
                });
    }
}
