package io.kvkit.sample;

import io.kvkit.annotation.DedupeEvent;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Processes each order event once. A delivery that fails is forgotten, so that the next one is processed. An event
 * that failed three times is parked until an operator releases it.
 *
 * <p>This partner writes the id of an event into its body and does not sign it. For partners that sign, choose a preset
 * and configure their secret, see docs/webhooks.md.
 */
@RestController
class WebhookController {

    private final ShopCounters counters;

    WebhookController(ShopCounters counters) {
        this.counters = counters;
    }

    @PostMapping("/api/webhooks/orders")
    @DedupeEvent(
            name = "order-webhooks",
            key = "#event.id",
            duplicateResult = "{'status': 'duplicate'}",
            maxAttempts = 3)
    Map<String, String> receive(@Valid @RequestBody OrderEvent event) {
        if (event.mustFail()) {
            throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR, "The handler failed, as asked.");
        }
        counters.webhooksProcessed.increment();
        return Map.of("status", "processed");
    }
}
