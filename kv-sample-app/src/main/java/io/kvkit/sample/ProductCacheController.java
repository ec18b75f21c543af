package io.kvkit.sample;

import io.kvkit.spring.KvCaches;
import io.kvkit.spring.KvPropertyException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Clears products by a tag, and changes how long this JVM keeps them: then they are stale for a minute. In your
 * application, protect such endpoints: they are for operators.
 */
@RestController
@RequestMapping("/api/caches/products")
final class ProductCacheController {

    private final ProductCatalog catalog;
    private final KvCaches caches;

    ProductCacheController(ProductCatalog catalog, KvCaches caches) {
        this.catalog = catalog;
        this.caches = caches;
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clear(@RequestParam @Pattern(regexp = "[A-Za-z]{1,30}") String tag) {
        catalog.reload(tag);
    }

    @PutMapping
    Map<String, Duration> keepFor(@Valid @RequestBody NewLife change) {
        try {
            var settings = caches.change("products", Map.of("ttl", change.ttl(), "stale-while-revalidate", "1m"));
            return Map.of("ttl", Duration.ofMillis(settings.life().ttlMillis()));
        } catch (KvPropertyException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.problem(), e);
        }
    }
}
