package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Handlers that must not run twice, of every kind that both web stacks know. */
@RestController
class Payments {

    /** What to pay, and how that ends: {@code fail}, {@code refuse}, or well. */
    record Order(String account, long amount, String end) {}

    record Payment(int number, String account, long amount) {}

    private static final class AmountIsPositive implements Validator {

        @Override
        public boolean supports(Class<?> type) {
            return true;
        }

        @Override
        public void validate(Object target, Errors errors) {
            if (target instanceof Order order && order.amount() <= 0) {
                errors.reject("amount", "must be positive");
            }
        }
    }

    private final AtomicInteger executed = new AtomicInteger();
    private final AtomicInteger gated = new AtomicInteger();
    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    int executed() {
        return executed.get();
    }

    int gated() {
        return gated.get();
    }

    void openGate() {
        gate.complete(null);
    }

    @InitBinder
    void validate(WebDataBinder binder) {
        binder.setValidator(new AmountIsPositive());
    }

    private Payment pay(Order order) {
        int number = executed.incrementAndGet();
        if ("fail".equals(order.end())) {
            throw new IllegalStateException("broken");
        }
        if ("refuse".equals(order.end())) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no such account");
        }
        return new Payment(number, order.account(), order.amount());
    }

    private ResponseEntity<Payment> created(Payment payment) {
        return ResponseEntity.created(URI.create("/payments/" + payment.number()))
                .body(payment);
    }

    @Idempotent(name = "entity")
    @PostMapping("/entity")
    public ResponseEntity<Payment> entity(@Validated @RequestBody Order order) {
        return created(pay(order));
    }

    @Idempotent(name = "record")
    @PostMapping("/record")
    public Payment plainRecord(@RequestBody Order order) {
        return pay(order);
    }

    @Idempotent(name = "text")
    @PostMapping("/text")
    public String text(@RequestBody Order order) {
        return "bezahlt für Ä " + pay(order);
    }

    @Idempotent(name = "bytes")
    @PostMapping("/bytes")
    public byte[] bytes(@RequestBody Order order) {
        return pay(order).toString().getBytes(StandardCharsets.UTF_8);
    }

    @Idempotent(name = "nothing")
    @PostMapping("/nothing")
    public void nothing(@RequestBody Order order) {
        pay(order);
    }

    @Idempotent(name = "future")
    @PostMapping("/future")
    public CompletableFuture<ResponseEntity<Payment>> future(@RequestBody Order order) {
        return CompletableFuture.supplyAsync(() -> created(pay(order)));
    }

    @Idempotent(name = "stage")
    @PostMapping("/stage")
    public CompletionStage<Payment> stage(@RequestBody Order order) {
        return CompletableFuture.completedFuture(pay(order));
    }

    @Idempotent(name = "mono")
    @PostMapping("/mono")
    public Mono<Payment> mono(@RequestBody Order order) {
        return Mono.fromSupplier(() -> pay(order));
    }

    @Idempotent(name = "mono-entity")
    @PostMapping("/mono-entity")
    public Mono<ResponseEntity<Payment>> monoEntity(@RequestBody Order order) {
        return Mono.fromSupplier(() -> created(pay(order)));
    }

    @Idempotent(name = "gated")
    @PostMapping("/gated")
    public Mono<ResponseEntity<Payment>> gated(@RequestBody Order order) {
        return Mono.fromFuture(gate, true)
                .then(Mono.fromSupplier(() -> created(new Payment(gated.incrementAndGet(), "", 0))));
    }

    @Idempotent(name = "no-body")
    @PostMapping("/no-body/{id}")
    public String noBody(@PathVariable String id, @RequestParam int amount) {
        return id + amount + executed.incrementAndGet();
    }

    @Idempotent(name = "with-headers")
    @PostMapping("/with-headers")
    public String withHeaders(@RequestBody Order order, HttpHeaders headers) {
        return "paid " + pay(order);
    }

    @Idempotent(name = "http-entity")
    @PostMapping("/http-entity")
    public String httpEntity(HttpEntity<Order> request) {
        return "paid " + pay(request.getBody());
    }

    @Idempotent(name = "raw")
    @PostMapping("/raw")
    public String raw(@RequestBody String order) {
        return order + executed.incrementAndGet();
    }

    @Idempotent(name = "own-key", key = "#order.account")
    @PostMapping("/own-key")
    public String ownKey(@RequestBody Order order) {
        return "paid " + pay(order);
    }

    @Idempotent(name = "form")
    @PostMapping("/form")
    public String form(Order order) {
        return "paid " + pay(order);
    }

    @Idempotent(name = "conditional")
    @PostMapping("/conditional")
    public ResponseEntity<String> conditional(@RequestHeader(name = "If-Match", required = false) String version) {
        int number = executed.incrementAndGet();
        if (version == null) {
            return ResponseEntity.status(HttpStatus.PRECONDITION_REQUIRED).build();
        }
        return version.equals("\"1\"")
                ? ResponseEntity.ok("changed " + number)
                : ResponseEntity.status(HttpStatus.PRECONDITION_FAILED).build();
    }

    @Idempotent(name = "tagged")
    @GetMapping("/tagged")
    public ResponseEntity<String> tagged() {
        return ResponseEntity.ok().eTag("\"1\"").body("run " + executed.incrementAndGet());
    }

    /** What fails when it is written. */
    public static final class Detached {

        public String getOrders() {
            throw new IllegalStateException("the session is closed");
        }
    }

    @Idempotent(name = "unwritable")
    @PostMapping("/unwritable")
    public Detached unwritable() {
        executed.incrementAndGet();
        return new Detached();
    }

    @Idempotent(name = "unwritable-mono")
    @PostMapping("/unwritable-mono")
    public Mono<Detached> unwritableMono() {
        return Mono.fromSupplier(this::unwritable);
    }
}
