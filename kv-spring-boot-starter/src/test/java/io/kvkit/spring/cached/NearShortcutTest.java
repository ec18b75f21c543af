package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListener;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** Annotated methods whose results are found in this JVM by their arguments. */
@Tag("slow")
class NearShortcutTest {

    static class Shop {

        private final AtomicInteger loads = new AtomicInteger();

        // The field of a proxy is empty.
        int loads() {
            return loads.get();
        }

        @Cached(name = "numbers", key = "#id")
        public Integer byId(long id) {
            return loads.incrementAndGet();
        }

        @Cached(name = "numbers", key = "#id")
        public Integer byText(String id) {
            return loads.incrementAndGet();
        }

        @Cached(name = "pairs", key = "{#tenant, #day}")
        public Integer pair(String tenant, String ignored, DayOfWeek day) {
            return loads.incrementAndGet();
        }

        @Cached(name = "all")
        public Integer all() {
            return loads.incrementAndGet();
        }

        @Cached(name = "nullable")
        public Integer nullable(@Nullable Long id) {
            return loads.incrementAndGet();
        }

        @Cached(name = "missing")
        public Optional<String> missing(int id) {
            loads.incrementAndGet();
            return Optional.empty();
        }

        @Cached(name = "lists")
        public List<String> list(int id) {
            loads.incrementAndGet();
            return new ArrayList<>(List.of("a", "b"));
        }

        @Cached(name = "stages")
        public CompletableFuture<Integer> stage(int id) {
            return CompletableFuture.completedFuture(loads.incrementAndGet());
        }

        @Cached(name = "monos")
        public Mono<Integer> mono(int id) {
            return Mono.fromSupplier(loads::incrementAndGet);
        }

        @Cached(name = "conditions", key = "#id", condition = "#used")
        public Integer condition(int id, boolean used) {
            return loads.incrementAndGet();
        }

        @Cached(name = "off", near = Cached.Near.OFF)
        public Integer off(int id) {
            return loads.incrementAndGet();
        }

        @CacheInvalidate(name = "numbers", key = "#id")
        public void change(int id) {
            // only the invalidation matters
        }
    }

    private final List<Outcome> events = new CopyOnWriteArrayList<>();

    private void run(Consumer<Shop> test) {
        runner().run(context -> test.accept(context.getBean(Shop.class)));
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean(Shop.class)
                .withBean(KvListener.class, () -> event -> {
                    if (event instanceof CacheEvent told) {
                        events.add(told.outcome());
                    }
                });
    }

    /** Makes a call four times: it loads, reads, and is then found by its key and by its arguments. */
    private <T> void fourTimes(Supplier<T> call, T expected) {
        events.clear();
        for (int i = 0; i < 4; i++) {
            assertThat(call.get()).isEqualTo(expected);
        }
        assertThat(events).containsExactly(Outcome.MISS, Outcome.HIT, Outcome.NEAR_HIT, Outcome.NEAR_HIT);
    }

    @Test
    void resultIsFoundByTheArguments() {
        run(shop -> {
            fourTimes(() -> shop.byId(1), 1);
            fourTimes(() -> shop.byId(2), 2);
            fourTimes(() -> shop.pair("a", "x", DayOfWeek.MONDAY), 3);
            fourTimes(() -> shop.pair("a", "y", DayOfWeek.SUNDAY), 4);
            fourTimes(() -> shop.pair("b", "z", DayOfWeek.MONDAY), 5);
            fourTimes(shop::all, 6);
            fourTimes(() -> shop.nullable(null), 7);
            fourTimes(() -> shop.nullable(1L), 8);
            assertThat(shop.pair("a", "another", DayOfWeek.SUNDAY)).isEqualTo(4);
        });
    }

    @Test
    void stagesAndMonosAreFoundToo() {
        run(shop -> {
            fourTimes(() -> shop.stage(1).join(), 1);
            fourTimes(() -> shop.mono(1).block(), 2);
            events.clear();
            Mono<Integer> subscribedLater = shop.mono(1);
            assertThat(events).isEmpty();
            assertThat(subscribedLater.block()).isEqualTo(2);
            assertThat(events).containsExactly(Outcome.NEAR_HIT);
        });
    }

    @Test
    void emptyResultIsFoundAsNull() {
        run(shop -> {
            for (int i = 0; i < 4; i++) {
                assertThat(shop.missing(1)).isEmpty();
            }
            assertThat(events)
                    .containsExactly(Outcome.MISS, Outcome.NULL_HIT, Outcome.NEAR_NULL_HIT, Outcome.NEAR_NULL_HIT);
        });
    }

    @Test
    void oneKeyOfTwoMethodsIsOneEntryAndAnInvalidationReachesBoth() {
        run(shop -> {
            fourTimes(() -> shop.byId(1), 1);
            assertThat(shop.byText("1")).isEqualTo(1);
            assertThat(shop.byText("1")).isEqualTo(1);
            shop.change(1);
            assertThat(shop.byText("1")).isEqualTo(2);
            assertThat(shop.byId(1)).isEqualTo(2);
        });
    }

    @Test
    void changeOfTheRecordReachesTheArguments() {
        runner().run(context -> {
            Shop shop = context.getBean(Shop.class);
            fourTimes(() -> shop.byId(1), 1);
            KvStore store = context.getBean(KvStore.class);
            String text = store.scan("", 100).toCompletableFuture().join().get(0);
            Namespace namespace = Namespace.of(text.split(":")[0], "cache", "numbers", Key.Retention.EVICTABLE);
            assertThat(store.delete(namespace.key("1")).toCompletableFuture().join())
                    .isTrue();
            assertThat(shop.byId(1)).isEqualTo(2);
        });
    }

    @Test
    void callerThatChangesItsListChangesItForNobodyElse() {
        run(shop -> {
            for (int i = 0; i < 4; i++) {
                List<String> list = shop.list(1);
                assertThat(list).containsExactly("a", "b");
                list.clear();
            }
            assertThat(shop.loads()).isEqualTo(1);
        });
    }

    @Test
    void conditionIsAskedForEachCall() {
        run(shop -> {
            fourTimes(() -> shop.condition(1, true), 1);
            assertThat(shop.condition(1, false)).isEqualTo(2);
            assertThat(shop.condition(1, true)).isEqualTo(1);
        });
    }

    @Test
    void nearCacheThatIsOffAsksTheStore() {
        run(shop -> {
            for (int i = 0; i < 4; i++) {
                assertThat(shop.off(1)).isEqualTo(1);
            }
            assertThat(events).containsExactly(Outcome.MISS, Outcome.HIT, Outcome.HIT, Outcome.HIT);
        });
    }

    @Test
    void propertiesTurnItOffByName() {
        runner().withPropertyValues("kv.cache.caches.numbers.near=off").run(context -> {
            Shop shop = context.getBean(Shop.class);
            for (int i = 0; i < 4; i++) {
                shop.byId(1);
            }
            assertThat(events).doesNotContain(Outcome.NEAR_HIT);
        });
    }
}
