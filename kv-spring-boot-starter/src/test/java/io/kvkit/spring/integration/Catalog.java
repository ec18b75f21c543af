package io.kvkit.spring.integration;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers whose results are kept, by themselves or by a service. */
@RestController
class Catalog {

    record Product(String id, int load) {}

    /** Loads products. */
    @Service
    static class Loader {

        private final AtomicInteger loads = new AtomicInteger();

        @Cached(name = "loaded", key = "#id")
        public Mono<Product> load(String id) {
            return Mono.fromSupplier(() -> new Product(id, loads.incrementAndGet()));
        }

        @Cached(name = "loaded-plain", key = "#id")
        public Product loadPlain(String id) {
            return new Product(id, loads.incrementAndGet());
        }

        @CacheInvalidate(name = "loaded", key = "#id")
        public Mono<Void> change(String id) {
            return Mono.empty();
        }
    }

    private final AtomicInteger calls = new AtomicInteger();
    private final Loader loader;

    Catalog(Loader loader) {
        this.loader = loader;
    }

    @Cached(name = "record", key = "#id")
    @GetMapping("/record/{id}")
    public Product plain(@PathVariable String id) {
        return new Product(id, calls.incrementAndGet());
    }

    @Cached(name = "future", key = "#id")
    @GetMapping("/future/{id}")
    public CompletionStage<Product> future(@PathVariable String id) {
        return CompletableFuture.supplyAsync(() -> new Product(id, calls.incrementAndGet()));
    }

    @Cached(name = "mono", key = "#id")
    @GetMapping("/mono/{id}")
    public Mono<List<Product>> mono(@PathVariable String id) {
        return Mono.fromSupplier(() -> List.of(new Product(id, calls.incrementAndGet())));
    }

    @GetMapping("/service/{id}")
    public Mono<Product> service(@PathVariable String id) {
        return loader.load(id);
    }

    @GetMapping("/service-plain/{id}")
    public Product servicePlain(@PathVariable String id) {
        return loader.loadPlain(id);
    }

    @PostMapping("/change/{id}")
    public Mono<Void> change(@PathVariable String id) {
        return loader.change(id);
    }

    @CacheUpdate(name = "record", key = "#id")
    @PostMapping("/replace/{id}")
    public Product replace(@PathVariable String id) {
        return new Product(id, -1);
    }

    @Cached(name = "mine", scope = "PRINCIPAL", key = "#id")
    @GetMapping("/mine/{id}")
    public Product mine(@PathVariable String id) {
        return new Product(id, calls.incrementAndGet());
    }

    @Cached(name = "short", key = "#id", condition = "#id.length() < 3")
    @GetMapping("/short/{id}")
    public Product ofShortId(@PathVariable String id) {
        return new Product(id, calls.incrementAndGet());
    }

    @Cached(name = "by-name", key = "#name")
    @GetMapping("/by-name")
    public Product byName(@RequestParam(required = false) String name) {
        return new Product(name, calls.incrementAndGet());
    }
}
