package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvCache;
import io.kvkit.KvClient;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

/** What methods with an entry for each element of an argument promise; held on every store. */
abstract class EachContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    record Item(long id, String name) {}

    static class Items {

        private final List<Collection<?>> asked = new CopyOnWriteArrayList<>();
        private String suffix = "a";

        List<Collection<?>> asked() {
            return asked;
        }

        void rename(String next) {
            suffix = next;
        }

        @Cached(name = "items", key = "#id")
        public Optional<Item> find(long id) {
            asked.add(List.of(id));
            return Optional.ofNullable(items(List.of(id)).get(id));
        }

        @Cached(name = "items", each = "#ids")
        public Map<Long, Item> findAll(Collection<Long> ids) {
            asked.add(ids);
            return items(ids);
        }

        @Cached(name = "items", each = "#ids")
        public CompletableFuture<Map<Long, Item>> findAllLater(List<Long> ids) {
            return CompletableFuture.supplyAsync(() -> findAllPlainly(ids));
        }

        @Cached(name = "items", each = "#ids")
        public CompletionStage<Map<Long, Item>> findAllStaged(Set<Long> ids) {
            return CompletableFuture.supplyAsync(() -> findAllPlainly(ids));
        }

        @Cached(name = "items", each = "#ids")
        public Mono<Map<Long, Item>> findAllMono(List<Long> ids) {
            return Mono.fromSupplier(() -> findAllPlainly(ids));
        }

        Map<Long, Item> findAllPlainly(Collection<Long> ids) {
            asked.add(ids);
            return items(ids);
        }

        @Cached(name = "items", each = "#ids", resultKey = "#result.id")
        public List<Item> list(Collection<Long> ids) {
            asked.add(ids);
            List<Item> list = new ArrayList<>(items(ids).values());
            Collections.reverse(list);
            return list;
        }

        @Cached(name = "items", each = "#p0", resultKey = "#result.id")
        public Mono<Set<Item>> setMono(Set<Long> ids) {
            asked.add(ids);
            return Mono.just(Set.copyOf(items(ids).values()));
        }

        @Cached(name = "twins", each = "#ids", resultKey = "#result.id")
        public List<Item> twins(List<Long> ids) {
            asked.add(ids);
            return ids.stream()
                    .flatMap(one -> Stream.of(new Item(one, "a"), new Item(one, "b")))
                    .toList();
        }

        @Cached(
                name = "shop-items",
                key = "{#shop, #id}",
                scope = "#shop",
                condition = "#shop != 'none'",
                unless = "#result.name.startsWith('3')",
                validWhile = "!#result.name.endsWith('x')",
                ttlExpression = "#result.id == 7 ? '0s' : '5m'",
                tags = {"'item-' + #id", "#result.name"})
        public @Nullable Item ofShop(String shop, long id) {
            return items(List.of(id)).get(id);
        }

        @Cached(
                name = "shop-items",
                key = "{#shop, #each}",
                each = "#ids",
                scope = "#shop",
                condition = "#shop != 'none' && #ids.size() < 10",
                unless = "#result.name.startsWith('3')",
                validWhile = "!#result.name.endsWith('x')",
                ttlExpression = "#result.id == 7 ? '0s' : '5m'",
                tags = {"'item-' + #each", "#result.name"})
        public Map<Long, Item> ofShop(String shop, Collection<Long> ids) {
            asked.add(ids);
            return items(ids);
        }

        @CacheInvalidate(name = "shop-items", tags = "'item-' + #id")
        public void changed(long id) {}

        @CacheInvalidate(name = "items", key = "#id")
        public void invalidate(long id) {}

        // Odd ids from 1000 on have no item.
        private Map<Long, Item> items(Collection<Long> ids) {
            Map<Long, Item> items = new LinkedHashMap<>();
            ids.forEach(id -> {
                if (id == null || id < 1_000 || id % 2 == 0) {
                    items.put(id, new Item(id == null ? 0 : id, id + suffix));
                }
            });
            return items;
        }
    }

    void run(BiConsumer<Items, ApplicationContext> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id)
                        .withBean(Items.class))
                .run(context -> test.accept(context.getBean(Items.class), context));
    }

    private void run(Consumer<Items> test) {
        run((items, context) -> test.accept(items));
    }

    private static List<String> names(Collection<Item> items) {
        return items.stream().map(Item::name).toList();
    }

    @Test
    void mapSharesItsEntriesWithTheSingleMethod() {
        run(items -> {
            items.find(2);
            items.rename("b");
            Map<Long, Item> found = items.findAll(List.of(3L, 2L, 1L, 2L));
            assertThat(names(found.values())).containsExactly("3b", "2a", "1b");
            assertThat(items.asked()).containsExactly(List.of(2L), List.of(3L, 1L));
            found.clear();
            items.rename("c");
            assertThat(items.find(1).orElseThrow().name()).isEqualTo("1b");
            assertThat(names(items.findAll(Set.of(1L)).values())).containsExactly("1b");
            assertThat(items.asked()).hasSize(2);
        });
    }

    @Test
    void everyStyleNarrowsItsArguments() {
        run(items -> {
            items.find(2);
            assertThat(items.findAllLater(List.of(1L, 2L)).join()).hasSize(2);
            assertThat(items.findAllStaged(Set.of(2L, 3L)).toCompletableFuture().join())
                    .hasSize(2);
            assertThat(items.findAllMono(List.of(3L, 4L)).block()).hasSize(2);
            assertThat(names(items.list(List.of(4L, 6L, 5L, 2L)))).containsExactly("4a", "6a", "5a", "2a");
            assertThat(names(items.setMono(Set.of(6L, 7L)).block())).containsExactlyInAnyOrder("6a", "7a");
            assertThat(items.asked())
                    .containsExactly(List.of(2L), List.of(1L), Set.of(3L), List.of(4L), List.of(6L, 5L), Set.of(7L));
        });
    }

    @Test
    void idsWithoutAResultAreRememberedByEveryMethod() {
        run(items -> {
            assertThat(items.list(List.of(1001L, 1000L))).hasSize(1);
            assertThat(items.find(1001)).isEmpty();
            assertThat(items.findAll(List.of(1001L))).isEmpty();
            items.find(1003);
            assertThat(items.findAllMono(List.of(1003L)).block()).isEmpty();
            assertThat(items.asked()).hasSize(2);
        });
    }

    @Test
    void nullIsAnElementAndNoElementsNeedNoCall() {
        run(items -> {
            assertThat(items.findAll(List.of())).isEmpty();
            assertThat(items.findAll(Arrays.asList(null, 1L))).containsOnlyKeys(null, 1L);
            assertThat(items.findAll(Arrays.asList(1L, null))).containsOnlyKeys(1L, null);
            assertThat(items.asked()).hasSize(1);
            assertThatThrownBy(() -> items.findAll(null)).isInstanceOf(NullPointerException.class);
        });
    }

    @Test
    void severalResultsOfOneIdAreGivenOutAndNotKept() {
        run(items -> {
            assertThat(items.twins(List.of(1L, 2L))).hasSize(4);
            assertThat(items.twins(List.of(1L, 2L))).hasSize(4);
            assertThat(items.asked()).hasSize(2);
        });
    }

    @Test
    void expressionsDecideAboutEachResult() {
        run(items -> {
            List<Long> ids = List.of(1L, 2L, 3L, 7L);
            items.ofShop("one", ids);
            items.rename("b");
            assertThat(names(items.ofShop("one", ids).values())).containsExactly("1a", "2a", "3b", "7b");
            assertThat(items.ofShop("one", 1).name()).isEqualTo("1a");
            assertThat(names(items.ofShop("other", ids).values())).containsExactly("1b", "2b", "3b", "7b");
            items.changed(1);
            items.rename("x");
            assertThat(names(items.ofShop("one", ids).values())).containsExactly("1x", "2a", "3x", "7x");
            items.rename("c");
            assertThat(names(items.ofShop("one", ids).values())).containsExactly("1c", "2a", "3c", "7c");
            items.asked().clear();
            items.ofShop("none", ids);
            assertThat(items.asked()).containsExactly(ids);
        });
    }

    @Test
    void clientReadsTheSameEntries() {
        run((items, context) -> {
            KvCache<Long, Item> cache = context.getBean(KvClient.class).cache("items", Item.class);
            items.findAll(List.of(1L, 2L));
            assertThat(cache.get(1L)).isEqualTo(new Item(1, "1a"));
            cache.put(3L, new Item(3, "by hand"));
            assertThat(items.findAll(List.of(3L))).containsEntry(3L, new Item(3, "by hand"));
            items.invalidate(1);
            assertThat(cache.get(1L)).isNull();
            items.rename("b");
            Map<Long, Item> all = cache.getAll(List.of(2L, 4L, 1001L, 1L), items::findAllPlainly);
            assertThat(names(all.values())).containsExactly("2a", "4b", "1b");
            all.clear();
            assertThat(items.asked()).endsWith(List.of(4L, 1001L, 1L));
            assertThat(context.getBean(KvClient.class)
                            .async()
                            .<Long, Item>cache("items", Item.class)
                            .getAll(
                                    List.of(5L, 1001L, 4L),
                                    missing -> CompletableFuture.completedFuture(items.findAllPlainly(missing)))
                            .toCompletableFuture()
                            .join())
                    .containsOnlyKeys(5L, 4L);
            assertThat(items.asked()).endsWith(List.of(5L));
            assertThat(items.find(4).orElseThrow().name()).isEqualTo("4b");
        });
    }
}
