package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Handlers whose answers have headers of many kinds. */
@RestController
class Answers {

    @Idempotent(name = "accepted", ttl = "90m")
    @PostMapping("/accepted")
    public ResponseEntity<String> accepted() {
        return ResponseEntity.accepted()
                .header(HttpHeaders.RETRY_AFTER, "120")
                .header(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Location", "X-Part")
                .header("X-Part", "a", "b", "a")
                .header("X-Secret", "s")
                .body("" + System.nanoTime());
    }

    @Idempotent(name = "each", ttl = "90m", scope = "#client.principal ?: #client.header('X-Device')")
    @PostMapping("/each")
    public String each() {
        return "" + System.nanoTime();
    }

    @RateLimited(name = "five", limit = 5, window = "10s", key = "#client.header('X-Device')")
    @GetMapping("/five")
    public String five() {
        return "quote";
    }

    @RateLimited(name = "answered", limit = 1, window = "1h", key = "#client.header('X-Device')", fallback = "later")
    @GetMapping("/answered")
    public String answered() {
        return "quote";
    }

    String later() {
        return "an old quote";
    }

    @RateLimited(name = "burst", limit = 5, window = "10s", burst = 20, key = "#client.header('X-Device')")
    @GetMapping("/burst")
    public String burst() {
        return "quote";
    }

    @RateLimited(name = "network", limit = 2, window = "1h", key = "{#client.network, #client.header('X-Device')}")
    @GetMapping("/network")
    public String network() {
        return "quote";
    }
}
