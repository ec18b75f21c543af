package io.kvkit.sample;

import io.kvkit.annotation.Idempotent;
import io.kvkit.recipe.once.IdempotencyContext;
import jakarta.validation.Valid;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes a payment once per Idempotency-Key, however often the client sends it.
 *
 * <p>Keys belong to the principal. The shop has no login, so all of its clients share them: a client that sends the key
 * and the payment of another one gets the answer of that one. With a login, each principal has keys of its own. Without
 * one, set a {@code scope} that tells clients apart, see docs/idempotent.md.
 */
@RestController
@RequestMapping("/api/payments")
class PaymentController {

    private final PaymentProvider provider;

    PaymentController(PaymentProvider provider) {
        this.provider = provider;
    }

    @PostMapping
    @Idempotent(name = "payments")
    ResponseEntity<Payment> pay(@Valid @RequestBody PaymentRequest request, IdempotencyContext context) {
        Payment payment = provider.pay(request, context.downstreamKey("charge"));
        return ResponseEntity.created(URI.create("/api/payments/" + payment.id()))
                .body(payment);
    }

    @GetMapping("/{id}")
    Payment find(@PathVariable String id) {
        return provider.find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such payment."));
    }
}
