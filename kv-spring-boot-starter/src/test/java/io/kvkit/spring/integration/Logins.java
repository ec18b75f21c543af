package io.kvkit.spring.integration;

import io.kvkit.annotation.RateLimited;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Handlers whose limits charge by the answer, or refuse nothing. */
@RestController
class Logins {

    @RateLimited(name = "thrown", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.FAILURE)
    @GetMapping("/thrown")
    public String thrown(@RequestParam int status) {
        if (status >= 400) {
            throw new ResponseStatusException(HttpStatus.valueOf(status));
        }
        return "in";
    }

    @RateLimited(name = "returned", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.FAILURE)
    @GetMapping("/returned")
    public ResponseEntity<String> returned(@RequestParam int status) {
        return ResponseEntity.status(status).body("answer");
    }

    @RateLimited(name = "future", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.FAILURE)
    @GetMapping("/future")
    public CompletableFuture<ResponseEntity<String>> future(@RequestParam int status) {
        return CompletableFuture.supplyAsync(() -> ResponseEntity.status(status).body("answer"));
    }

    @RateLimited(name = "mono", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.FAILURE)
    @GetMapping("/mono")
    public Mono<ResponseEntity<String>> mono(@RequestParam int status) {
        return Mono.fromSupplier(() -> ResponseEntity.status(status).body("answer"));
    }

    @RateLimited(name = "paid", limit = 2, window = "1h", chargeOn = RateLimited.ChargeOn.SUCCESS)
    @GetMapping("/paid")
    public ResponseEntity<String> paid(@RequestParam int status) {
        return ResponseEntity.status(status).body("answer");
    }

    @RateLimited(name = "trial", limit = 1, window = "1h", mode = RateLimited.Mode.SHADOW)
    @GetMapping("/trial")
    public Mono<String> trial() {
        return Mono.just("let in");
    }
}
