package io.kvkit.sample;

import io.kvkit.ClaimsOperations;
import io.kvkit.KvClaims;
import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredClaim;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Releases a parked event, so that its next delivery is processed. In your application, protect such an endpoint: it is
 * for operators.
 */
@RestController
final class ParkedEventController {

    private final KvClaims events;

    ParkedEventController(ClaimsOperations claims) {
        this.events = claims.consumer("order-webhooks");
    }

    @PostMapping("/api/webhooks/orders/{id}/release")
    Map<String, String> release(@PathVariable String id) {
        StoredClaim parked = events.find(id);
        if (parked == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no record of this event.");
        }
        if (events.release(id, parked.fence()) != ResolveReply.RESOLVED) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "The event is not parked.");
        }
        return Map.of("status", "released");
    }
}
