package io.kvkit.sample;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestHeadersSpec;

/** Lets the page start, freeze and kill the second shop, and hands its requests on to it. */
@RestController
@Profile("redis")
@RequestMapping("/api/second-shop")
final class SecondShopController {

    private static final String TRANSFERS = "http://127.0.0.1:{port}/api/transfers";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SecondShop shop;
    private final RestClient http;

    SecondShopController(SecondShop shop) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
        requests.setReadTimeout(PATIENCE);
        this.shop = shop;
        this.http = RestClient.builder().requestFactory(requests).build();
    }

    @PutMapping("/open")
    void open() {
        shop.open();
    }

    @PutMapping("/frozen")
    void freeze() {
        shop.freeze();
    }

    @PutMapping("/killed")
    void kill() {
        shop.kill();
    }

    @PostMapping("/transfers")
    ResponseEntity<String> transfer(@RequestHeader("Idempotency-Key") String key, @RequestBody String transfer) {
        return answer(http.post()
                .uri(TRANSFERS, shop.port())
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .body(transfer));
    }

    @GetMapping("/transfers/outcomes")
    ResponseEntity<String> outcomes() {
        return answer(http.get().uri(TRANSFERS + "/outcomes", shop.port()));
    }

    private static ResponseEntity<String> answer(RequestHeadersSpec<?> request) {
        try {
            ResponseEntity<String> answer = request.retrieve()
                    .onStatus(status -> true, (sent, refusal) -> {})
                    .toEntity(String.class);
            return ResponseEntity.status(answer.getStatusCode())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(answer.getBody());
        } catch (ResourceAccessException failed) {
            throw new NoSecondShopException(
                    failed.getCause() instanceof HttpTimeoutException
                            ? "The second shop did not answer within 60 seconds."
                            : "The second shop died before it answered.");
        }
    }
}
