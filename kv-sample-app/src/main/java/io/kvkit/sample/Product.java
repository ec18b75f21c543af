package io.kvkit.sample;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A product as the catalogue read it at one moment.
 *
 * @param loadedAt when it was read from the database; a cached response keeps the old time
 */
record Product(long id, String name, BigDecimal price, Instant loadedAt) {

    /** Returns the first word of the name, such as Oak: what the product is made of. */
    public String material() {
        return name.split(" ", 2)[0];
    }
}
