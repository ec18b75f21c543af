package io.kvkit.sample;

import io.kvkit.annotation.RateLimited;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Gives each client five quotes per ten seconds, whatever the symbols. */
@RestController
class QuoteController {

    private final ShopCounters counters;

    QuoteController(ShopCounters counters) {
        this.counters = counters;
    }

    @GetMapping("/api/quotes/{symbol}")
    @RateLimited(name = "quotes", limit = 5, window = "10s")
    Quote quote(@PathVariable @Pattern(regexp = "[A-Za-z0-9.]{1,12}") String symbol) {
        counters.quotesServed.increment();
        BigDecimal price = BigDecimal.valueOf(ThreadLocalRandom.current().nextLong(1_000, 50_000), 2);
        return new Quote(symbol, price, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }
}
