package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Handlers that return values of many kinds, each with the number of its run. */
@RestController
@RequestMapping("/values")
class ShapesOfValues {

    record Item(int run, String name, List<String> tags) {}

    /** A class with a name for JSON that it does not write. */
    enum Size {
        SMALL
    }

    private final AtomicInteger runs = new AtomicInteger();

    int run() {
        return runs.incrementAndGet();
    }

    int runs() {
        return runs.get();
    }

    private Item item() {
        return new Item(run(), "Käse 😀 \"\\", List.of("a", ""));
    }

    @Idempotent(name = "v-record")
    @PostMapping("/record")
    public Item asRecord() {
        return item();
    }

    @Idempotent(name = "v-map")
    @PostMapping("/map")
    public Map<String, Object> map() {
        return Map.of("run", run());
    }

    @Idempotent(name = "v-list")
    @PostMapping("/list")
    public List<Item> list() {
        return List.of(item(), item());
    }

    @Idempotent(name = "v-number")
    @PostMapping("/number")
    public Integer number() {
        return run();
    }

    @Idempotent(name = "v-boolean")
    @PostMapping("/boolean")
    public boolean bool() {
        return run() > 0;
    }

    @Idempotent(name = "v-enum")
    @PostMapping("/enum")
    public Size size() {
        run();
        return Size.SMALL;
    }

    @Idempotent(name = "v-null")
    @PostMapping("/null")
    public Item nothing() {
        run();
        return null;
    }

    @Idempotent(name = "v-void")
    @PostMapping("/void")
    public void empty() {
        run();
    }

    @Idempotent(name = "v-created")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/created")
    public Item created() {
        return item();
    }

    @Idempotent(name = "v-text")
    @PostMapping("/text")
    public String text() {
        return "Grüße " + run();
    }

    @Idempotent(name = "v-empty-text")
    @PostMapping("/empty-text")
    public String emptyText() {
        run();
        return "";
    }

    @Idempotent(name = "v-latin")
    @PostMapping(path = "/latin", produces = "text/plain;charset=ISO-8859-1")
    public String latin() {
        return "Grüße " + run();
    }

    @Idempotent(name = "v-utf16")
    @PostMapping(path = "/utf16", produces = "text/plain;charset=UTF-16BE")
    public String utf16() {
        return "Grüße " + run();
    }

    @Idempotent(name = "v-json-text")
    @PostMapping(path = "/json-text", produces = MediaType.APPLICATION_JSON_VALUE)
    public String jsonText() {
        return "{\"run\":" + run() + "}";
    }

    @Idempotent(name = "v-xml")
    @PostMapping(path = "/xml", produces = MediaType.APPLICATION_XML_VALUE)
    public String xml() {
        return "<run>" + run() + "</run>";
    }

    @Idempotent(name = "v-bytes")
    @PostMapping("/bytes")
    public byte[] bytes() {
        return ("\0Ä" + run()).getBytes(StandardCharsets.UTF_8);
    }

    @Idempotent(name = "v-octets")
    @PostMapping(path = "/octets", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    public byte[] octets() {
        return run() < 0 ? new byte[0] : io.kvkit.spring.web.Answers.random(300_000);
    }

    @Idempotent(name = "v-resource")
    @PostMapping("/resource")
    public Resource resource() {
        return new ByteArrayResource(("file " + run()).getBytes(StandardCharsets.UTF_8));
    }

    @Idempotent(name = "v-future")
    @PostMapping("/future")
    public CompletableFuture<Item> future() {
        return CompletableFuture.supplyAsync(this::item);
    }

    @Idempotent(name = "v-future-bytes")
    @PostMapping("/future-bytes")
    public CompletableFuture<byte[]> futureBytes() {
        return CompletableFuture.supplyAsync(this::bytes, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
    }

    @Idempotent(name = "v-future-null")
    @PostMapping("/future-null")
    public CompletableFuture<Item> futureNull() {
        return CompletableFuture.supplyAsync(this::nothing);
    }

    @Idempotent(name = "v-stage")
    @PostMapping("/stage")
    public CompletionStage<String> stage() {
        return CompletableFuture.completedFuture(text());
    }

    @Idempotent(name = "v-mono")
    @PostMapping("/mono")
    public Mono<Item> mono() {
        return Mono.fromSupplier(this::item);
    }

    @Idempotent(name = "v-mono-text")
    @PostMapping("/mono-text")
    public Mono<String> monoText() {
        return Mono.fromSupplier(this::text);
    }

    @Idempotent(name = "v-mono-bytes")
    @PostMapping("/mono-bytes")
    public Mono<byte[]> monoBytes() {
        return Mono.fromSupplier(this::bytes);
    }

    @Idempotent(name = "v-mono-empty")
    @PostMapping("/mono-empty")
    public Mono<Item> monoEmpty() {
        return Mono.fromRunnable(this::run);
    }

    @Idempotent(name = "v-mono-void")
    @PostMapping("/mono-void")
    public Mono<Void> monoVoid() {
        return Mono.fromRunnable(this::run);
    }

    @Idempotent(name = "v-collected")
    @PostMapping("/collected")
    public Mono<List<Item>> collected() {
        return Flux.range(0, 3).map(i -> item()).collectList();
    }
}
