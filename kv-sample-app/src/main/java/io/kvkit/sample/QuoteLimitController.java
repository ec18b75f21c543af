package io.kvkit.sample;

import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.recipe.ratelimit.LimitMode;
import io.kvkit.spring.KvRateLimits;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Turns the shadow mode of the limit of quotes on and off, in this JVM and from the next call on. In your application,
 * protect such an endpoint: it is for operators.
 */
@RestController
@RequestMapping("/api/limits/quotes")
final class QuoteLimitController {

    private final KvRateLimits limits;
    private final QuoteDecisions decisions;

    QuoteLimitController(KvRateLimits limits, QuoteDecisions decisions) {
        this.limits = limits;
        this.decisions = decisions;
    }

    @GetMapping
    QuoteLimit read() {
        LimitMode mode = limits.settings("quotes").terms().mode();
        return new QuoteLimit(
                mode.equals(LimitMode.SHADOW),
                decisions.count(Outcome.ALLOWED),
                decisions.count(Outcome.REFUSED),
                decisions.count(Outcome.WOULD_REFUSE));
    }

    @PutMapping
    QuoteLimit change(@Valid @RequestBody NewMode change) {
        limits.change("quotes", Map.of("mode", change.mode()));
        return read();
    }
}
