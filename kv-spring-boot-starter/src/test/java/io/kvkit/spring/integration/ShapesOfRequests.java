package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Handlers that read requests in many ways; each answers with what it read and the number of its run. */
@RestController
@RequestMapping("/requests")
class ShapesOfRequests {

    record Form(String a, String b) {}

    private final AtomicInteger runs = new AtomicInteger();

    int runs() {
        return runs.get();
    }

    private String ran(Object read) {
        return read + " " + runs.incrementAndGet();
    }

    @Idempotent(name = "r-json")
    @PostMapping("/json")
    public String json(@RequestBody Map<String, Object> body) {
        return ran(body);
    }

    @Idempotent(name = "r-entity")
    @PostMapping("/entity")
    public ResponseEntity<String> entity(HttpEntity<String> request) {
        return ResponseEntity.ok(ran(request.getBody()));
    }

    @Idempotent(name = "r-bytes")
    @PostMapping("/bytes")
    public String bytes(@RequestBody byte[] body) {
        return ran(body.length);
    }

    @Idempotent(name = "r-form")
    @PostMapping("/form")
    public String form(@ModelAttribute Form form) {
        return ran(form);
    }

    @Idempotent(name = "r-query")
    @PostMapping("/query/{id}")
    public String query(
            @PathVariable String id, @RequestParam List<String> q, @RequestParam MultiValueMap<String, String> all) {
        return ran(id + q + all);
    }

    @Idempotent(name = "r-negotiated")
    @PostMapping(
            path = "/negotiated",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE})
    public String negotiated() {
        return "\"" + ran("negotiated") + "\"";
    }

    @Idempotent(name = "r-put")
    @PutMapping("/verb")
    public String put(@RequestBody String body) {
        return ran("put " + body);
    }

    @Idempotent(name = "r-patch")
    @PatchMapping("/verb")
    public Map<String, String> patch(@RequestBody String body) {
        return Map.of("run", ran(body));
    }

    @Idempotent(name = "r-delete")
    @DeleteMapping("/verb")
    public ResponseEntity<Void> delete() {
        return ResponseEntity.noContent().header("X-Run", ran("deleted")).build();
    }

    @Idempotent(name = "r-get")
    @GetMapping("/verb")
    public Map<String, String> get() {
        return Map.of("run", ran("get"));
    }
}
