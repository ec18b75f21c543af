package io.kvkit.sample;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Finds a product and changes its price. In your application, let only your staff change prices. */
@RestController
@RequestMapping("/api/products/{id}")
final class ProductController {

    private final ProductCatalog catalog;

    ProductController(ProductCatalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping
    Product find(@PathVariable @Positive long id) {
        return catalog.find(id);
    }

    @PutMapping
    Product changePrice(@PathVariable @Positive long id, @Valid @RequestBody NewPrice change) {
        return catalog.changePrice(id, change.price());
    }
}
