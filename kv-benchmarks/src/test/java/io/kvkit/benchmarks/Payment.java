package io.kvkit.benchmarks;

import java.math.BigDecimal;

/** What the idempotent method returns: about 100 bytes of JSON. */
public record Payment(String id, String status, BigDecimal amount, String currency) {

    static Payment sample() {
        return new Payment("6e1d2c0a-5d0c-4d0e-9a51-0c6f7b1c2a33", "CAPTURED", new BigDecimal("49.90"), "EUR");
    }
}
