package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.KvListener;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvSpringCacheAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What methods with the annotations of Spring's cache abstraction gain and keep; held on every store. */
abstract class SpringAnnotationsContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    record Book(String isbn, int load) {}

    @CacheConfig(cacheNames = "books")
    static class Library {

        private final AtomicInteger loads = new AtomicInteger();
        private volatile Runnable meanwhile = () -> {};

        void meanwhile(Runnable work) {
            meanwhile = work;
        }

        AtomicInteger loads() {
            return loads;
        }

        private Book load(String isbn) {
            int number = loads.incrementAndGet();
            meanwhile.run();
            return new Book(isbn, number);
        }

        @Cacheable
        public Book find(String isbn) {
            return load(isbn);
        }

        @Cacheable(cacheNames = "synced", sync = true)
        public Book findOnce(String isbn) {
            return load(isbn);
        }

        @Cacheable
        public Optional<Book> findOptional(String isbn) {
            Book found = load(isbn);
            return isbn.isEmpty() ? Optional.empty() : Optional.of(found);
        }

        @Cacheable
        public CompletableFuture<Book> findLater(String isbn) {
            return CompletableFuture.supplyAsync(() -> load(isbn));
        }

        @Cacheable(cacheNames = "synced", sync = true)
        public CompletableFuture<Book> findLaterOnce(String isbn) {
            return CompletableFuture.supplyAsync(() -> load(isbn));
        }

        @Cacheable
        public Mono<Book> findMono(String isbn) {
            return Mono.fromSupplier(() -> load(isbn));
        }

        @Cacheable(cacheNames = "synced", sync = true)
        public Mono<Book> findMonoOnce(String isbn) {
            return Mono.fromSupplier(() -> load(isbn));
        }

        @Cacheable(key = "{'all', #shelf}")
        public List<Book> shelf(String shelf) {
            return List.of(load(shelf));
        }

        @Cacheable("shelves")
        public Flux<Book> shelfFlux(String shelf) {
            return Flux.defer(() -> Flux.just(load(shelf), load(shelf)));
        }

        @Cacheable("nulls")
        public @Nullable Book findNull(String isbn) {
            load(isbn);
            return null;
        }

        @Cacheable(cacheNames = "pairs")
        public int sum(int a, long b) {
            return loads.incrementAndGet();
        }

        @Cacheable(cacheNames = "selected", condition = "#isbn.length() > 1", unless = "#result.load == 2")
        public Book findSelected(String isbn) {
            return load(isbn);
        }

        @Cacheable(cacheNames = "failing")
        public Book fail(String isbn) {
            throw new IllegalStateException("burnt");
        }

        @CachePut(key = "#book.isbn")
        public Book save(Book book) {
            return book;
        }

        @CachePut(key = "#book.isbn")
        public CompletableFuture<Book> saveLater(Book book) {
            return CompletableFuture.supplyAsync(() -> book);
        }

        @CacheEvict
        public void remove(String isbn) {}

        @CacheEvict
        public CompletableFuture<Void> removeLater(String isbn) {
            return CompletableFuture.runAsync(() -> {});
        }

        @CacheEvict
        public Mono<Void> removeMono(String isbn) {
            return Mono.empty();
        }

        @CacheEvict(beforeInvocation = true)
        public void failToRemove(String isbn) {
            throw new IllegalStateException("burnt");
        }

        @CacheEvict(allEntries = true)
        public void removeAll() {}

        @Caching(evict = {@CacheEvict, @CacheEvict("synced")})
        public void removeEverywhere(String isbn) {}

        @Cached(name = "shared", key = "#isbn", ttl = "10m")
        public Book findOfKvkit(String isbn) {
            return load(isbn);
        }

        @Cacheable("shared")
        public Book findOfSpring(String isbn) {
            return load(isbn);
        }

        @CacheEvict("shared")
        public void removeOfSpring(String isbn) {}

        @CacheInvalidate(name = "shared", key = "#isbn")
        public void removeOfKvkit(String isbn) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caches {}

    private void run(Consumer<ApplicationContext> test) {
        List<CacheEvent> events = new CopyOnWriteArrayList<>();
        on(new ApplicationContextRunner()
                        .withConfiguration(AutoConfigurations.of(
                                KvAutoConfiguration.class,
                                KvOperationAutoConfiguration.class,
                                KvSpringCacheAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id, "kv.cache.spring-cache-manager=true")
                        .withUserConfiguration(Caches.class)
                        .withBean(Library.class)
                        .withBean(KvListener.class, () -> event -> {
                            if (event instanceof CacheEvent cache) {
                                events.add(cache);
                            }
                        }))
                .run(test::accept);
    }

    private void library(Consumer<Library> test) {
        run(context -> test.accept(context.getBean(Library.class)));
    }

    private static void isKept(Supplier<Book> call) {
        Book first = call.get();
        assertThat(call.get()).isEqualTo(first);
    }

    @Test
    void everyStyleIsCached() {
        library(library -> {
            isKept(() -> library.find("a"));
            isKept(() -> library.findOnce("b"));
            isKept(() -> library.findOptional("c").orElseThrow());
            isKept(() -> library.findLater("d").join());
            isKept(() -> library.findLaterOnce("e").join());
            isKept(() -> library.findMono("f").block());
            isKept(() -> library.findMonoOnce("g").block());
            isKept(() -> library.shelf("h").get(0));
            assertThat(library.shelfFlux("i").collectList().block())
                    .hasSize(2)
                    .isEqualTo(library.shelfFlux("i").collectList().block());
            assertThat(library.findLater("a").join()).isEqualTo(library.find("a"));
        });
    }

    @Test
    void nullAndEmptyAreKept() {
        library(library -> {
            assertThat(library.findNull("a")).isNull();
            assertThat(library.findNull("a")).isNull();
            assertThat(library.findOptional("")).isEmpty();
            assertThat(library.findOptional("")).isEmpty();
            assertThat(library.loads()).hasValue(2);
        });
    }

    @Test
    void keysOfSeveralArgumentsAreTheirList() {
        library(library -> {
            int one = library.sum(1, 2);
            assertThat(library.sum(1, 2)).isEqualTo(one);
            assertThat(library.sum(12, 2)).isNotEqualTo(one);
        });
    }

    @Test
    void conditionsAreThoseOfSpring() {
        library(library -> {
            assertThat(library.findSelected("a")).isNotEqualTo(library.findSelected("a"));
            isKept(() -> library.findSelected("long"));
            library.loads().set(1);
            assertThat(library.findSelected("unless")).isNotEqualTo(library.findSelected("unless"));
        });
    }

    @Test
    void putAndEvictChangeTheEntry() {
        library(library -> {
            Book saved = library.save(new Book("a", 100));
            assertThat(library.find("a")).isEqualTo(saved);
            Book later = library.saveLater(new Book("a", 200)).join();
            assertThat(library.find("a")).isEqualTo(later);
            List<Runnable> removals = List.of(
                    () -> library.remove("a"),
                    () -> library.removeLater("a").join(),
                    () -> library.removeMono("a").block(),
                    () -> assertThatThrownBy(() -> library.failToRemove("a")).hasMessage("burnt"),
                    library::removeAll,
                    () -> library.removeEverywhere("a"));
            for (Runnable removal : removals) {
                Book before = library.find("a");
                removal.run();
                assertThat(library.find("a")).isNotEqualTo(before);
            }
        });
    }

    @Test
    void exceptionsOfMethodsAreUnchanged() {
        library(library -> {
            assertThatThrownBy(() -> library.fail("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("burnt");
            library.meanwhile(() -> {
                throw new IllegalStateException("burnt");
            });
            for (Supplier<?> call : List.<Supplier<?>>of(
                    () -> library.findOnce("a"),
                    () -> library.findMonoOnce("a").block(),
                    () -> library.findMono("a").block())) {
                assertThatThrownBy(call::get)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("burnt");
            }
            assertThatThrownBy(() -> library.findLaterOnce("a").join()).hasRootCauseMessage("burnt");
            assertThatThrownBy(() -> library.findLater("a").join()).hasRootCauseMessage("burnt");
        });
    }

    @Test
    void evictionDuringALoadWinsInEveryStyle() {
        library(library -> {
            for (Supplier<Book> call : List.<Supplier<Book>>of(
                    () -> library.find("a"),
                    () -> library.findLater("a").join(),
                    () -> library.findMono("a").block(),
                    () -> library.findOptional("a").orElseThrow())) {
                for (Runnable removal : List.<Runnable>of(
                        () -> library.remove("a"),
                        library::removeAll,
                        () -> library.removeLater("a").join())) {
                    library.meanwhile(removal);
                    Book old = call.get();
                    library.meanwhile(() -> {});
                    Book next = call.get();
                    assertThat(next).isNotEqualTo(old);
                    assertThat(call.get()).isEqualTo(next);
                    library.remove("a");
                }
            }
        });
    }

    @Test
    void updateDuringALoadIsNotOverwritten() {
        library(library -> {
            library.meanwhile(() -> {
                library.meanwhile(() -> {});
                library.save(new Book("a", 100));
            });
            assertThat(library.find("a").load()).isOne();
            assertThat(library.find("a").load()).isEqualTo(100);
        });
    }

    @Test
    void updateAfterAFailedLoadOfTheSameThreadIsKept() {
        library(library -> {
            library.meanwhile(() -> {
                throw new IllegalStateException("burnt");
            });
            assertThatThrownBy(() -> library.find("a")).hasMessage("burnt");
            library.meanwhile(() -> {});
            CompletableFuture.supplyAsync(() -> library.find("a")).join();
            Book saved = library.save(new Book("a", 100));
            assertThat(library.find("a")).isEqualTo(saved);
        });
    }

    @Test
    void oneOfManyCallersLoadsIfSyncIsSet() throws Exception {
        library(library -> {
            CountDownLatch begun = new CountDownLatch(6);
            library.meanwhile(() -> await(begun));
            List<CompletableFuture<Book>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int kind = i % 3;
                CompletableFuture<Book> each = new CompletableFuture<>();
                all.add(each);
                new Thread(() -> {
                            begun.countDown();
                            each.complete(
                                    switch (kind) {
                                        case 0 -> library.findOnce("a");
                                        case 1 -> library.findLaterOnce("a").join();
                                        default -> library.findMonoOnce("a").block();
                                    });
                        })
                        .start();
            }
            assertThat(all).allSatisfy(each -> assertThat(each.join().load()).isOne());
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void annotationsOfSpringAndOfKvkitShareTheEntriesOfAName() {
        run(context -> {
            Library library = context.getBean(Library.class);
            Book found = library.findOfKvkit("a");
            assertThat(library.findOfSpring("a")).isEqualTo(found);
            library.removeOfSpring("a");
            Book next = library.findOfSpring("a");
            assertThat(next).isNotEqualTo(found);
            assertThat(library.findOfKvkit("a")).isEqualTo(next);
            library.removeOfKvkit("a");
            assertThat(library.findOfSpring("a")).isNotEqualTo(next);
            Book kept = library.findOnce("a");
            assertThat(context.getBean(KvClient.class)
                            .<String, Book>cache("synced", Book.class)
                            .get("a"))
                    .isEqualTo(kept);
        });
    }

    private static TransactionTemplate transaction() {
        PlatformTransactionManager manager = new DataSourceTransactionManager(new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build());
        return new TransactionTemplate(manager);
    }

    @Test
    void transactionStoresAndRemovesAfterItsCommit() {
        library(library -> {
            for (Supplier<Book> call : List.<Supplier<Book>>of(
                    () -> library.find("a"),
                    () -> library.findOnce("b"),
                    () -> library.findLater("c").join())) {
                Book found = transaction().execute(status -> {
                    Book own = call.get();
                    assertThat(call.get()).isEqualTo(own);
                    return own;
                });
                assertThat(call.get()).isEqualTo(found);
            }
            transaction().executeWithoutResult(status -> {
                Book own = library.find("d");
                assertThat(CompletableFuture.supplyAsync(() -> library.find("d"))
                                .join())
                        .isNotEqualTo(own);
            });
            Book before = library.find("a");
            transaction().executeWithoutResult(status -> {
                library.remove("a");
                assertThat(CompletableFuture.supplyAsync(() -> library.find("a"))
                                .join())
                        .isEqualTo(before);
                assertThat(library.find("a")).isNotEqualTo(before);
            });
            assertThat(library.find("a")).isNotEqualTo(before);
        });
    }

    @Test
    void transactionThatRollsBackLeavesNothing() {
        library(library -> {
            Book before = library.find("a");
            transaction().executeWithoutResult(status -> {
                library.remove("a");
                library.saveLater(new Book("a", 100)).join();
                library.save(new Book("b", 100));
                library.find("c");
                library.findOnce("c");
                status.setRollbackOnly();
            });
            assertThat(library.find("a")).isEqualTo(before);
            assertThat(library.find("b").load()).isNotEqualTo(100);
            int loads = library.loads().get();
            library.find("c");
            library.findOnce("c");
            assertThat(library.loads()).hasValue(loads + 2);
        });
    }

    @Test
    void snapshotsAreNotKeptAndReadOnlyOnesAreKeptAtOnce() {
        library(library -> {
            TransactionTemplate snapshot = transaction();
            snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
            Book found = snapshot.execute(status -> library.find("a"));
            assertThat(library.find("a")).isNotEqualTo(found);
            TransactionTemplate readOnly = transaction();
            readOnly.setReadOnly(true);
            readOnly.executeWithoutResult(status -> {
                Book own = library.find("b");
                assertThat(CompletableFuture.supplyAsync(() -> library.find("b"))
                                .join())
                        .isEqualTo(own);
            });
        });
    }
}
