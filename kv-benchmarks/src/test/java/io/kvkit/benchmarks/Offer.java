package io.kvkit.benchmarks;

import java.math.BigDecimal;
import java.time.LocalDate;

/** A result that nobody can change, so that callers share it. */
public record Offer(long id, String name, String description, BigDecimal price, int stock, LocalDate until) {

    static Offer sample(long id) {
        return new Offer(
                id,
                "Espresso machine",
                "Two boilers, and a pump that can be heard two rooms away.",
                new BigDecimal("1249.90"),
                17,
                LocalDate.of(2030, 1, 31));
    }
}
