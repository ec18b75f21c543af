package io.kvkit.spring.integration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.kvkit.annotation.Idempotent;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpEntity;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Handlers that get what was sent in many ways; each answers with what it got. */
@RestController
@RequestMapping("/sent")
class Sent {

    /** Shows nothing to a mapper that writes it. */
    static final class Fluent {

        private final long amount;

        @JsonCreator
        Fluent(@JsonProperty("amount") long amount) {
            this.amount = amount;
        }
    }

    /** A form. */
    record Form(String a, String b) {}

    private final AtomicInteger executed = new AtomicInteger();

    int executed() {
        return executed.get();
    }

    <T> T ran(T got) {
        executed.incrementAndGet();
        return got;
    }

    @Idempotent(name = "model")
    @PostMapping("/model")
    public String model(@ModelAttribute Form form) {
        return ran(form.a() + form.b());
    }

    @Idempotent(name = "map")
    @PostMapping("/map")
    public String map(@RequestParam Map<String, String> all) {
        return ran(all.toString());
    }

    @Idempotent(name = "fluent")
    @PostMapping("/fluent")
    public String fluent(@RequestBody Fluent body) {
        return ran("" + body.amount);
    }

    @Idempotent(name = "text-body")
    @PostMapping("/text-body")
    public String text(@RequestBody(required = false) String body) {
        return ran("" + body);
    }

    @Idempotent(name = "bytes-entity")
    @PostMapping("/bytes-entity")
    public byte[] entity(HttpEntity<byte[]> entity) {
        return ran(entity.getBody());
    }

    @Idempotent(name = "wild")
    @PostMapping("/wild/**")
    public String wild() {
        return ran("wild");
    }

    @Idempotent(name = "star")
    @PostMapping("/star/*")
    public String star() {
        return ran("star");
    }

    @Idempotent(name = "expression", key = "#client.header('Idempotency-Key')")
    @PostMapping("/expression")
    public String expression(@RequestBody String body) {
        return ran(body);
    }

    @Idempotent(name = "everybody", key = "#client.header('Idempotency-Key')", scope = "'all'", fingerprint = "'none'")
    @PostMapping("/everybody")
    public String everybody(@RequestBody String body) {
        return ran(body);
    }
}
