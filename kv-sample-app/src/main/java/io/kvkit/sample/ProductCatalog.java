package io.kvkit.sample;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Reads products through the cache. If many callers ask for an uncached product at once, the table is read once. */
@Service
class ProductCatalog {

    private final ProductTable table;

    ProductCatalog(ProductTable table) {
        this.table = table;
    }

    @Cached(name = "products", key = "#id", nullTtl = "0s", tags = "#result.material()")
    Product find(long id) {
        return table.read(id);
    }

    // An id without a product is not remembered, because find throws an exception for it
    @Cached(name = "products", each = "#ids", nullTtl = "0s", tags = "#result.material()")
    Map<Long, Product> findAll(List<Long> ids) {
        return table.readAll(ids);
    }

    @CacheInvalidate(name = "products", key = "#id")
    Product changePrice(long id, BigDecimal price) {
        return table.write(id, price);
    }

    /** Lets all products of one material be read again. */
    @CacheInvalidate(name = "products", tags = "#material")
    void reload(String material) {}
}
