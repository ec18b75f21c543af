package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvCache;
import io.kvkit.KvClient;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.claim.StoredEntry;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

/** What tags and the removal of all entries promise; held on every store. */
abstract class TagContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    record Item(long id, String category, List<String> colors, int load) {}

    static class Items {

        private final AtomicInteger loads = new AtomicInteger();

        @Cached(
                name = "items",
                key = "#id",
                tags = {"#result.category", "#result.colors", "'shop-' + #id % 2"})
        public Item find(long id) {
            return load(id);
        }

        @Cached(name = "later", key = "#id", tags = "#result.category")
        public CompletableFuture<Item> findLater(long id) {
            return CompletableFuture.supplyAsync(() -> load(id));
        }

        @Cached(name = "mono", key = "#id", tags = "#result.category")
        public Mono<Item> findMono(long id) {
            return Mono.fromSupplier(() -> load(id));
        }

        @Cached(name = "plain", key = "#id")
        public Item findPlain(long id) {
            return load(id);
        }

        @Cached(name = "untouched", key = "#id")
        public Item findUntouched(long id) {
            return load(id);
        }

        private Item load(long id) {
            return new Item(id, "category-" + id, List.of("red", "color-" + id), loads.incrementAndGet());
        }

        @CacheUpdate(name = "items", key = "#item.id", tags = "#result.category")
        public Item put(Item item) {
            return item;
        }

        @CacheInvalidate(name = "items", tags = "#tags")
        @CacheInvalidate(name = "later", tags = "#tags")
        @CacheInvalidate(name = "mono", tags = "#tags")
        public void remove(List<String> tags) {}

        @Cached(
                name = "missing",
                key = "#id",
                tags = {"#result.category", "'shop-' + #id"})
        public @Nullable Item findMissing(long id) {
            loads.incrementAndGet();
            return null;
        }

        @CacheInvalidate(name = "missing", tags = "#tag")
        public void removeMissing(String tag) {}

        @Cached(name = "scoped", key = "#id", scope = "#shop", tags = "'kind-' + #id")
        public Item findScoped(String shop, long id) {
            return load(id);
        }

        @CacheInvalidate(name = "scoped", tags = "#tag")
        public void removeScoped(String tag) {}

        @CacheInvalidate(name = "scoped", allEntries = true)
        public void clearScoped() {}

        @CacheInvalidate(name = "noted", tags = "#tag")
        public void removeNoted(String tag) {}

        @CacheUpdate(name = "noted", key = "#item.id", tags = "#result.category")
        public Item note(Item item) {
            return item;
        }

        int loads() {
            return loads.get();
        }

        @CacheInvalidate(name = "plain", allEntries = true)
        public void clear() {}

        @CacheInvalidate(name = "items", tags = "#result")
        public Mono<String> removeMono(String tag) {
            return Mono.just(tag);
        }
    }

    void run(Consumer<ApplicationContext> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues(
                                "kv.key-prefix=" + id,
                                "kv.cache.caches.by-hand.tagged=true",
                                "kv.cache.caches.noted.ttl=1h")
                        .withBean(Items.class))
                .run(test::accept);
    }

    private void items(Consumer<Items> test) {
        run(context -> test.accept(context.getBean(Items.class)));
    }

    @Test
    void tagsOfArgumentsAndResultsRemoveTheEntriesThatHaveThem() {
        items(items -> {
            Item one = items.find(1);
            Item two = items.find(2);
            items.remove(List.of("category-1", "unknown"));
            assertThat(items.find(2)).isEqualTo(two);
            Item again = items.find(1);
            assertThat(again).isNotEqualTo(one);
            items.remove(List.of("shop-0"));
            assertThat(items.find(1)).isEqualTo(again);
            assertThat(items.find(2)).isNotEqualTo(two);
            items.removeMono("red").block();
            assertThat(items.find(1)).isNotEqualTo(again);
        });
    }

    @Test
    void tagsWorkInEveryStyle() {
        items(items -> {
            Item later = items.findLater(1).join();
            Item mono = items.findMono(1).block();
            assertThat(items.findLater(1).join()).isEqualTo(later);
            assertThat(items.findMono(1).block()).isEqualTo(mono);
            items.remove(List.of("category-1"));
            assertThat(items.findLater(1).join()).isNotEqualTo(later);
            assertThat(items.findMono(1).block()).isNotEqualTo(mono);
        });
    }

    @Test
    void allEntriesAreRemovedFromACacheWithoutTags() {
        items(items -> {
            Item one = items.findPlain(1);
            Item two = items.findPlain(2);
            assertThat(items.findPlain(1)).isEqualTo(one);
            items.clear();
            assertThat(items.findPlain(1)).isNotEqualTo(one);
            assertThat(items.findPlain(2)).isNotEqualTo(two);
        });
    }

    @Test
    void updatedValueHasItsTags() {
        items(items -> {
            Item put = items.put(new Item(1, "new", List.of(), 0));
            assertThat(items.find(1)).isEqualTo(put);
            items.remove(List.of("red"));
            assertThat(items.find(1)).isEqualTo(put);
            items.remove(List.of("new"));
            assertThat(items.find(1)).isNotEqualTo(put);
        });
    }

    @Test
    void tagsAndTheRemovalOfAllReachAllScopes() {
        items(items -> {
            Item one = items.findScoped("a", 1);
            Item other = items.findScoped("b", 1);
            assertThat(other).isNotEqualTo(one);
            items.removeScoped("kind-1");
            assertThat(items.findScoped("a", 1)).isNotEqualTo(one);
            assertThat(items.findScoped("b", 1)).isNotEqualTo(other);
            Item two = items.findScoped("a", 2);
            items.clearScoped();
            assertThat(items.findScoped("a", 2)).isNotEqualTo(two);
        });
    }

    @Test
    void nullIsKeptWithTheTagsThatDoNotReadIt() {
        items(items -> {
            items.findMissing(1);
            items.findMissing(1);
            assertThat(items.loads()).isOne();
            items.removeMissing("shop-1");
            items.findMissing(1);
            assertThat(items.loads()).isEqualTo(2);
        });
    }

    @Test
    void annotationsReachTheEntriesOfTheClientWithoutACachedMethod() {
        run(context -> {
            Items items = context.getBean(Items.class);
            KvCache<Long, Item> cache = context.getBean(KvClient.class).cache("noted", Item.class);
            Item one = items.note(new Item(1, "new", List.of(), 0));
            assertThat(cache.get(1L)).isEqualTo(one);
            items.removeNoted("new");
            assertThat(cache.get(1L)).isNull();
            cache.tagged(item -> List.of(item.category())).put(1L, one);
            assertThat(cache.get(1L)).isEqualTo(one);
            items.removeNoted("new");
            assertThat(cache.get(1L)).isNull();
        });
    }

    @Test
    void clientReachesTheSameEntriesByTags() {
        run(context -> {
            Items items = context.getBean(Items.class);
            KvCache<Long, Item> cache = context.getBean(KvClient.class).cache("items", Item.class);
            Item one = items.find(1);
            assertThat(cache.get(1L)).isEqualTo(one);
            cache.invalidateTags(List.of("category-1"));
            assertThat(cache.get(1L)).isNull();
            Item put = new Item(1, "by-hand", List.of(), 0);
            cache.tagged(item -> List.of(item.category())).put(1L, put);
            assertThat(items.find(1)).isEqualTo(put);
            items.remove(List.of("by-hand"));
            assertThat(items.find(1)).isNotEqualTo(put);
            assertThat(cache.explain(1L).state()).isEqualTo(StoredEntry.State.STORED);
            cache.clear();
            assertThat(cache.explain(1L).state()).isEqualTo(StoredEntry.State.LAPSED);
            assertThat(cache.get(1L)).isNull();
        });
    }

    @Test
    void valueThatTheClientStoresWithoutTagsIsRemovedWithEveryTag() {
        run(context -> {
            Items items = context.getBean(Items.class);
            KvCache<Long, Item> cache = context.getBean(KvClient.class).cache("items", Item.class);
            Item put = new Item(1, "by-hand", List.of(), 0);
            cache.put(1L, put);
            assertThat(items.find(1)).isEqualTo(put);
            items.remove(List.of("unknown"));
            assertThat(items.find(1)).isNotEqualTo(put);
        });
    }

    @Test
    void cacheOfTheClientAloneIsClearedIfAPropertyAllowsIt() {
        run(context -> {
            KvClient client = context.getBean(KvClient.class);
            KvCache<Long, String> cache = client.cache("by-hand", String.class);
            assertThat(cache.get(1L, () -> "old")).isEqualTo("old");
            cache.clear();
            assertThat(cache.get(1L, () -> "new")).isEqualTo("new");
            KvCache<Long, Item> other = client.cache("untouched", Item.class);
            assertThatThrownBy(other::clear)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("kv.cache.caches.untouched.tagged=true");
        });
    }

    @Test
    void clientAndAnnotationsWriteTagsAlike() {
        run(context -> {
            Items items = context.getBean(Items.class);
            KvCache<Long, Item> cache = context.getBean(KvClient.class).cache("items", Item.class);
            KvCache<Long, Item> tagged = cache.tagged(item -> List.of(item.category()));
            Item item = new Item(1, "a, [b] | \\c", List.of(), 0);
            tagged.put(1L, item);
            items.remove(List.of(item.category()));
            assertThat(cache.get(1L)).isNull();
            items.put(item);
            cache.invalidateTags(List.of(item.category()));
            assertThat(cache.get(1L)).isNull();
        });
    }

    static class BothKeyAndTags {

        @CacheInvalidate(name = "items", key = "#id", tags = "'all'")
        public void remove(long id) {}
    }

    static class ScopedTags {

        @CacheInvalidate(name = "items", tags = "'all'", scope = "#tenant")
        public void remove(String tenant) {}
    }

    static class NoTarget {

        @CacheInvalidate(name = "items")
        public void remove(long id) {}
    }

    static class UpdateWithoutTags {

        @CacheUpdate(name = "items", key = "#item.id")
        public Item put(Item item) {
            return item;
        }
    }

    static class CachedWithoutTags {

        @Cached(name = "items", key = "#id")
        public Item findAgain(long id) {
            return new Item(id, "", List.of(), 0);
        }
    }

    static class UnknownTag {

        @CacheInvalidate(name = "items", tags = "#thread")
        public void remove(Thread thread) {}
    }

    private ThrowingCallable starting(Class<?> bean) {
        return () -> on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id)
                        .withBean(Items.class)
                        .withBean(bean))
                .run(context -> {
                    if (context.getStartupFailure() != null) {
                        throw context.getStartupFailure();
                    }
                });
    }

    @Test
    void mistakesFailStartup() {
        assertThatThrownBy(starting(BothKeyAndTags.class)).hasMessageContaining("together with key");
        assertThatThrownBy(starting(ScopedTags.class)).hasMessageContaining("reach all scopes");
        assertThatThrownBy(starting(NoTarget.class)).hasMessageContaining("it is required");
        assertThatThrownBy(starting(UpdateWithoutTags.class)).hasMessageContaining("outlive");
        assertThatThrownBy(starting(CachedWithoutTags.class)).hasMessageContaining("outlive");
        assertThatThrownBy(starting(UnknownTag.class))
                .hasMessageContaining("cannot be part of a key")
                .hasMessageContaining("tags = \"#thread.id\"");
    }
}
