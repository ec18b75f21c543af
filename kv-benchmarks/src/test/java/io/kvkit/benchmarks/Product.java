package io.kvkit.benchmarks;

import java.math.BigDecimal;
import java.util.List;

/** What the cached method returns: about 250 bytes of JSON. */
public record Product(long id, String name, String description, BigDecimal price, int stock, List<String> tags) {

    static Product sample(long id) {
        return new Product(
                id,
                "Espresso machine",
                "Two boilers, a pump that can be heard two rooms away, and a steam wand that was never cleaned as often"
                        + " as the manual asks for.",
                new BigDecimal("1249.90"),
                17,
                List.of("kitchen", "coffee", "stainless steel"));
    }
}
