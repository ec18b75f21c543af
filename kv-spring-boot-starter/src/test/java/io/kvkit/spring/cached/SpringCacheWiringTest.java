package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvSpringCacheAutoConfiguration;
import io.kvkit.store.KvStore;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Configuration;

/** When Spring's cache abstraction uses kvkit, what fails startup, and what happens without the store. */
@Tag("slow")
class SpringCacheWiringTest {

    private static final String ON = "kv.cache.spring-cache-manager=true";

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caches {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CacheAutoConfiguration.class,
                    KvAutoConfiguration.class,
                    KvOperationAutoConfiguration.class,
                    KvSpringCacheAutoConfiguration.class))
            .withUserConfiguration(Caches.class)
            .withPropertyValues("kv.store=memory");

    @Test
    void bootChoosesWithoutTheProperty() {
        runner.run(
                context -> assertThat(context).hasSingleBean(CacheManager.class).doesNotHaveBean(KvCacheManager.class));
    }

    @Test
    void propertyIsEnough() {
        runner.withPropertyValues(ON)
                .run(context -> assertThat(context.getBean(CacheManager.class)).isInstanceOf(KvCacheManager.class));
    }

    @Test
    void ownManagerWins() {
        runner.withPropertyValues(ON)
                .withBean("mine", CacheManager.class, ConcurrentMapCacheManager::new)
                .run(context ->
                        assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcurrentMapCacheManager.class));
    }

    @Test
    void typeThatBootIsToldWins() {
        runner.withPropertyValues(ON, "spring.cache.type=none")
                .run(context -> assertThat(context.getBean(CacheManager.class)).isInstanceOf(NoOpCacheManager.class));
        runner.withPropertyValues(ON, "spring.cache.type=simple")
                .run(context ->
                        assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcurrentMapCacheManager.class));
    }

    record Book(String isbn) {}

    record Author(String name) {}

    static class Books {

        @Cacheable("books")
        public Book find(String isbn) {
            return new Book(isbn);
        }

        @Cacheable(cacheNames = "books", key = "'all'")
        public List<Book> all() {
            return List.of(new Book("a"));
        }

        @CachePut(cacheNames = "books", key = "#book.isbn")
        public Book save(Book book) {
            return book;
        }

        @CacheEvict("books")
        public void remove(String isbn) {}
    }

    interface Shelf {

        @Cacheable("shelf")
        Book take(String isbn);
    }

    static class Taking {

        private final AtomicInteger taken = new AtomicInteger();

        public Book take(String isbn) {
            return new Book(isbn + taken.incrementAndGet());
        }
    }

    static class InheritedShelf extends Taking implements Shelf {}

    @Test
    void methodOfAnInterfaceThatASuperclassImplementsIsKnown() {
        runner.withPropertyValues(ON, "spring.aop.proxy-target-class=false")
                .withBean(InheritedShelf.class)
                .run(context -> {
                    Shelf shelf = context.getBean(Shelf.class);
                    assertThat(shelf.take("a")).isEqualTo(shelf.take("a"));
                });
    }

    static class Authors {

        @Cacheable(cacheNames = "books", key = "'authors'")
        public List<Author> authors() {
            return List.of();
        }
    }

    static class BadName {

        @Cacheable("the books")
        public Book find(String isbn) {
            return new Book(isbn);
        }
    }

    static class OtherType {

        @Cached(name = "books", key = "#isbn")
        public Author author(String isbn) {
            return new Author(isbn);
        }
    }

    static class Updates {

        @CacheUpdate(name = "books", key = "#book.isbn")
        public Book update(Book book) {
            return book;
        }
    }

    private ThrowingCallable starting(Class<?> bean, String... properties) {
        return () -> runner.withPropertyValues(ON)
                .withPropertyValues(properties)
                .withBean(Books.class)
                .withBean(bean)
                .run(context -> {
                    if (context.getStartupFailure() != null) {
                        throw context.getStartupFailure();
                    }
                });
    }

    @Test
    void mistakesFailStartup() {
        assertThatThrownBy(starting(Authors.class))
                .isInstanceOf(KvConfigurationException.class)
                .hasMessageContaining("@Cacheable(cacheNames = \"books\")")
                .hasMessageContaining("List<")
                .hasMessageContaining("kv.cache.caches.books.type");
        assertThatThrownBy(starting(BadName.class))
                .isInstanceOf(KvConfigurationException.class)
                .hasMessageContaining("BadName.find(String)")
                .hasMessageContaining("\"the books\"");
        assertThatThrownBy(starting(OtherType.class)).hasMessageContaining("OtherType.author");
        assertThatThrownBy(starting(Object.class, "kv.cache.caches.books.type=com.shop.Nothing"))
                .hasMessageContaining("kv.cache.caches.books.type=com.shop.Nothing");
    }

    @Test
    void cacheHasTheTypesOfAllItsMethods() {
        runner.withPropertyValues(ON).withBean(Books.class).run(context -> {
            Books books = context.getBean(Books.class);
            Cache cache =
                    Objects.requireNonNull(context.getBean(CacheManager.class).getCache("books"));
            books.find("a");
            books.all();
            assertThat(found(cache, "a")).isEqualTo(new Book("a"));
            assertThat(found(cache, "all")).isEqualTo(List.of(new Book("a")));
            cache.put("b", new Author("b"));
            assertThat(cache.get("b")).isNull();
        });
    }

    @Test
    void updatesOfKvkitReachTheSameEntries() {
        runner.withPropertyValues(ON, "kv.cache.caches.books.type=" + Book.class.getName())
                .withBean(Books.class)
                .withBean(Updates.class)
                .run(context -> {
                    context.getBean(Updates.class).update(new Book("a"));
                    Cache cache = Objects.requireNonNull(
                            context.getBean(CacheManager.class).getCache("books"));
                    assertThat(found(cache, "a")).isEqualTo(new Book("a"));
                });
    }

    @Test
    void declaredTypeBeatsThoseOfMethods() {
        runner.withPropertyValues(ON, "kv.cache.caches.books.type=java.util.List<" + Author.class.getName() + ">")
                .withBean(Books.class)
                .withBean(Authors.class)
                .run(context -> {
                    Cache cache = Objects.requireNonNull(
                            context.getBean(CacheManager.class).getCache("books"));
                    cache.put("authors", List.of(new Author("a")));
                    assertThat(found(cache, "authors")).isEqualTo(List.of(new Author("a")));
                    context.getBean(Books.class).find("a");
                    assertThat(cache.get("a")).isNull();
                });
    }

    private static Object found(Cache cache, Object key) {
        return Objects.requireNonNull(Objects.requireNonNull(cache.get(key)).get());
    }

    static class Counted {

        private final AtomicInteger loads = new AtomicInteger();

        @Cacheable("counted")
        public int find(String key) {
            return loads.incrementAndGet();
        }

        @Cacheable(cacheNames = "counted", sync = true)
        public int findOnce(String key) {
            return loads.incrementAndGet();
        }

        @CachePut("counted")
        public int put(String key) {
            return loads.incrementAndGet();
        }

        @CacheEvict("counted")
        public void remove(String key) {}

        @CacheEvict(cacheNames = "counted", allEntries = true)
        public void removeAll() {}
    }

    @Test
    void callsDoNotFailWithoutTheStoreAndRemovalsAreRepeated() {
        FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore());
        runner.withPropertyValues(ON, "kv.cache.defaults.near=off")
                .withBean(KvStore.class, () -> store)
                .withBean(Counted.class)
                .run(context -> {
                    Counted counted = context.getBean(Counted.class);
                    int before = counted.find("a");
                    int other = counted.find("b");
                    store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
                    counted.remove("a");
                    assertThat(counted.find("a")).isGreaterThan(before);
                    assertThat(counted.findOnce("a")).isGreaterThan(before);
                    counted.put("a");
                    counted.removeAll();
                    store.heal();
                    assertThat(counted.find("a")).isGreaterThan(other);
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(20))
                            .until(() -> counted.find("b") > other && counted.find("b") == counted.find("b"));
                });
    }
}
