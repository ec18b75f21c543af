package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvSpringCacheAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.SimpleKey;

/** What Spring's {@code Cache} asks of every provider; held on every store. */
abstract class SpringCacheContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    private void run(Consumer<CacheManager> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(AutoConfigurations.of(
                                KvAutoConfiguration.class,
                                KvOperationAutoConfiguration.class,
                                KvSpringCacheAutoConfiguration.class))
                        .withPropertyValues(
                                "kv.key-prefix=" + id,
                                "kv.cache.spring-cache-manager=true",
                                "kv.cache.caches.texts.type=java.lang.String",
                                "kv.cache.caches.lists.type=java.util.List<java.lang.Long>",
                                "kv.cache.caches.off.enabled=false",
                                "kv.cache.caches.uncleared.tagged=false"))
                .run(context -> test.accept(context.getBean(CacheManager.class)));
    }

    private void cache(Consumer<Cache> test) {
        run(manager -> test.accept(Objects.requireNonNull(manager.getCache("texts"))));
    }

    @Test
    void managerGivesEveryCacheAndKnowsItsNames() {
        run(manager -> {
            assertThat(manager.getCacheNames()).contains("texts", "lists").doesNotContain("dynamic");
            Cache dynamic = Objects.requireNonNull(manager.getCache("dynamic"));
            assertThat(dynamic.getName()).isEqualTo("dynamic");
            assertThat(dynamic.getNativeCache()).isNotNull();
            assertThat(dynamic).isEqualTo(manager.getCache("dynamic")).isNotEqualTo(manager.getCache("texts"));
            assertThat(manager.getCacheNames()).contains("dynamic");
            assertThatThrownBy(() -> manager.getCache("a name"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a name");
        });
    }

    @Test
    void valuesAreFoundReplacedAndRemoved() {
        cache(cache -> {
            assertThat(cache.get("1")).isNull();
            assertThat(cache.get("1", String.class)).isNull();
            cache.put("1", "a");
            assertThat(value(cache.get("1"))).isEqualTo("a");
            assertThat(cache.get("1", String.class)).isEqualTo("a");
            cache.put("1", "b");
            assertThat(value(cache.get("1"))).isEqualTo("b");
            cache.evict("1");
            assertThat(cache.get("1")).isNull();
            cache.evict("unknown");
        });
    }

    @Test
    void nullIsAValue() {
        cache(cache -> {
            cache.put("null", null);
            assertThat(cache.get("null")).isNotNull();
            assertThat(Objects.requireNonNull(cache.get("null")).get()).isNull();
            assertThat(cache.get("null", String.class)).isNull();
            assertThat(cache.<String>get("null", () -> "loaded")).isNull();
            assertThat(retrieved(cache.retrieve("null")).get()).isNull();
            assertThat(cache.<String>get("loaded-null", () -> null)).isNull();
            assertThat(cache.get("loaded-null")).isNotNull();
        });
    }

    @Test
    void valueOfAnotherTypeThanAskedForIsRefused() {
        cache(cache -> {
            cache.put("1", "a");
            assertThatThrownBy(() -> cache.get("1", Integer.class))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Integer");
        });
    }

    @Test
    void valueIsPutOnceIfAbsent() {
        cache(cache -> {
            assertThat(cache.putIfAbsent("1", "a")).isNull();
            assertThat(value(cache.putIfAbsent("1", "b"))).isEqualTo("a");
            assertThat(value(cache.get("1"))).isEqualTo("a");
            assertThat(cache.putIfAbsent("null", null)).isNull();
            assertThat(cache.putIfAbsent("null", "a")).isNotNull();
            assertThat(Objects.requireNonNull(cache.putIfAbsent("null", "a")).get())
                    .isNull();
        });
    }

    @Test
    void evictionSaysWhetherThereWasAValue() {
        cache(cache -> {
            cache.put("1", "a");
            assertThat(cache.evictIfPresent("1")).isTrue();
            assertThat(cache.evictIfPresent("1")).isFalse();
            assertThat(cache.get("1")).isNull();
        });
    }

    @Test
    void cacheIsClearedAndOthersStay() {
        run(manager -> {
            Cache texts = Objects.requireNonNull(manager.getCache("texts"));
            Cache other = Objects.requireNonNull(manager.getCache("dynamic"));
            for (Consumer<Cache> removal : List.<Consumer<Cache>>of(Cache::clear, Cache::invalidate)) {
                texts.put("1", "a");
                texts.put("2", "b");
                other.put("1", "c");
                removal.accept(texts);
                assertThat(texts.get("1")).isNull();
                assertThat(texts.get("2")).isNull();
                assertThat(value(other.get("1"))).isEqualTo("c");
            }
            manager.getCacheNames().stream()
                    .filter(name -> !name.equals("uncleared"))
                    .forEach(name ->
                            Objects.requireNonNull(manager.getCache(name)).clear());
            Cache uncleared = Objects.requireNonNull(manager.getCache("uncleared"));
            assertThatThrownBy(uncleared::clear)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("kv.cache.caches.uncleared.tagged");
        });
    }

    @Test
    void loaderRunsOnlyIfThereIsNoValue() {
        cache(cache -> {
            AtomicInteger loads = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
                assertThat(cache.<String>get("1", () -> "a" + loads.incrementAndGet()))
                        .isEqualTo("a1");
            }
            assertThat(value(cache.get("1"))).isEqualTo("a1");
        });
    }

    @Test
    void failureOfALoaderIsWrapped() {
        cache(cache -> {
            IllegalStateException failure = new IllegalStateException("no stock");
            assertThatThrownBy(() -> cache.get("1", () -> {
                        throw failure;
                    }))
                    .isInstanceOfSatisfying(
                            ValueRetrievalException.class,
                            wrapped -> assertThat(wrapped.getKey()).isEqualTo("1"))
                    .hasCause(failure);
            assertThat(cache.get("1")).isNull();
            assertThatThrownBy(() -> cache.retrieve("1", () -> CompletableFuture.failedFuture(failure))
                            .join())
                    .hasCause(failure);
        });
    }

    @Test
    void oneOfManyCallersLoads() throws Exception {
        cache(cache -> {
            AtomicInteger loads = new AtomicInteger();
            CountDownLatch waiting = new CountDownLatch(8);
            List<CompletableFuture<String>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean later = i % 2 == 0;
                CompletableFuture<String> each = new CompletableFuture<>();
                all.add(each);
                new Thread(() -> {
                            waiting.countDown();
                            if (later) {
                                cache.retrieve("1", () -> CompletableFuture.supplyAsync(() -> load(waiting, loads)))
                                        .thenAccept(each::complete);
                            } else {
                                each.complete(cache.get("1", () -> load(waiting, loads)));
                            }
                        })
                        .start();
            }
            assertThat(all).allSatisfy(each -> assertThat(each.join()).isEqualTo("a1"));
        });
    }

    private static String load(CountDownLatch waiting, AtomicInteger loads) {
        try {
            waiting.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "a" + loads.incrementAndGet();
    }

    @Test
    void valuesAreRetrievedWithoutWaiting() {
        cache(cache -> {
            assertThat(cache.retrieve("1").join()).isNull();
            cache.put("1", "a");
            assertThat(retrieved(cache.retrieve("1")).get()).isEqualTo("a");
            assertThat(cache.retrieve("1", () -> CompletableFuture.completedFuture("b"))
                            .join())
                    .isEqualTo("a");
            assertThat(cache.retrieve("2", () -> CompletableFuture.completedFuture("b"))
                            .join())
                    .isEqualTo("b");
            assertThat(value(cache.get("2"))).isEqualTo("b");
            assertThat(cache.retrieve("3", () -> CompletableFuture.completedFuture(null))
                            .join())
                    .isNull();
            assertThat(cache.get("3")).isNotNull();
        });
    }

    @Test
    void keysAreThoseOfAnnotations() {
        cache(cache -> {
            cache.put(1L, "a");
            assertThat(value(cache.get("1"))).isEqualTo("a");
            cache.put(new SimpleKey("x", 2), "b");
            assertThat(value(cache.get(new SimpleKey("x", 2L)))).isEqualTo("b");
            assertThat(value(cache.get(List.of("x", 2)))).isEqualTo("b");
            assertThat(cache.get(new SimpleKey("x,2"))).isNull();
            cache.put(SimpleKey.EMPTY, "c");
            assertThat(value(cache.get(new SimpleKey()))).isEqualTo("c");
            cache.put(new SimpleKey("x", null), "d");
            assertThat(value(cache.get(new SimpleKey("x", null)))).isEqualTo("d");
            assertThat(cache.get(new SimpleKey("x", "null"))).isNull();
        });
    }

    @Test
    void keyWithoutATextBypassesTheCache() {
        cache(cache -> {
            Thread key = new Thread();
            cache.put(key, "a");
            assertThat(cache.get(key)).isNull();
            assertThat(cache.<String>get(key, () -> "loaded")).isEqualTo("loaded");
            assertThat(cache.retrieve(key).join()).isNull();
            assertThat(cache.retrieve(key, () -> CompletableFuture.completedFuture("later"))
                            .join())
                    .isEqualTo("later");
            assertThat(cache.putIfAbsent(key, "a")).isNull();
            cache.evict(key);
            assertThat(cache.evictIfPresent(key)).isFalse();
        });
    }

    @Test
    void cacheThatIsOffKeepsNothing() {
        run(manager -> {
            Cache off = Objects.requireNonNull(manager.getCache("off"));
            off.put("1", "a");
            assertThat(off.get("1")).isNull();
            assertThat(off.<String>get("1", () -> "loaded")).isEqualTo("loaded");
            off.evict("1");
            off.clear();
            assertThat(off.invalidate()).isFalse();
        });
    }

    @Test
    void onlyValuesThatAreReadAgainUnchangedAreKept() {
        run(manager -> {
            Cache lists = Objects.requireNonNull(manager.getCache("lists"));
            lists.put("1", List.of(1L, 2L));
            assertThat(value(lists.get("1"))).isEqualTo(List.of(1L, 2L));
            lists.put("2", "no list");
            assertThat(lists.get("2")).isNull();
            Cache untyped = Objects.requireNonNull(manager.getCache("untyped"));
            untyped.put("text", "a");
            untyped.put("number", 1);
            untyped.put("long", 1L);
            untyped.put("thread", new Thread());
            untyped.put("list", List.of("a", 1));
            assertThat(value(untyped.get("text"))).isEqualTo("a");
            assertThat(value(untyped.get("number"))).isEqualTo(1);
            assertThat(untyped.get("long")).isNull();
            assertThat(untyped.get("thread")).isNull();
            assertThat(value(untyped.get("list"))).isEqualTo(List.of("a", 1));
        });
    }

    @Test
    void putAfterALookDoesNotOverwriteAnInvalidation() {
        run(manager -> {
            Cache call = Objects.requireNonNull(manager.getCache("texts"));
            assertThat(call.get("1")).isNull();
            Objects.requireNonNull(manager.getCache("texts")).evict("1");
            call.put("1", "old");
            assertThat(Objects.requireNonNull(manager.getCache("texts")).get("1"))
                    .isNull();
            Cache later = Objects.requireNonNull(manager.getCache("texts"));
            assertThat(later.retrieve("1").join()).isNull();
            Objects.requireNonNull(manager.getCache("texts")).clear();
            CompletableFuture.runAsync(() -> later.put("1", "old")).join();
            assertThat(Objects.requireNonNull(manager.getCache("texts")).get("1"))
                    .isNull();
        });
    }

    @Test
    void putOfAnUpdateIsNotTakenForTheResultOfAnEarlierLook() {
        run(manager -> {
            Cache failed = Objects.requireNonNull(manager.getCache("texts"));
            assertThat(failed.get("1")).isNull();
            Objects.requireNonNull(manager.getCache("texts")).put("1", "other");
            Objects.requireNonNull(manager.getCache("texts")).put("1", "update");
            assertThat(value(failed.get("1"))).isEqualTo("update");
            Cache kept = Objects.requireNonNull(manager.getCache("texts"));
            assertThat(kept.get("2")).isNull();
            CompletableFuture.runAsync(() -> kept.put("2", "of another thread")).join();
            assertThat(value(kept.get("2"))).isEqualTo("of another thread");
        });
    }

    private static Object value(ValueWrapper wrapper) {
        return Objects.requireNonNull(Objects.requireNonNull(wrapper).get());
    }

    private static ValueWrapper retrieved(CompletableFuture<?> future) {
        return (ValueWrapper) Objects.requireNonNull(future).join();
    }
}
