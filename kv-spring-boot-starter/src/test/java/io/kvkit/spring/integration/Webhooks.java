package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers of events from senders that kvkit knows. Each answers with what it got. */
@RestController
@RequestMapping("/webhooks")
class Webhooks implements KvListener {

    /** A slash command. */
    record Command(String command, String text) {}

    private final AtomicInteger handled = new AtomicInteger();
    private final Queue<OnceEvent.Outcome> outcomes = new ConcurrentLinkedQueue<>();

    int handled() {
        return handled.get();
    }

    Queue<OnceEvent.Outcome> outcomes() {
        return outcomes;
    }

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof OnceEvent once) {
            outcomes.add(once.outcome());
        }
    }

    String handle(Object got) {
        handled.incrementAndGet();
        return "" + got;
    }

    @DedupeEvent(name = "stripe", preset = Preset.STRIPE, duplicateResult = "'duplicate'")
    @PostMapping("/stripe")
    public String stripe(@RequestBody Map<String, Object> event) {
        return handle(event.get("id"));
    }

    @DedupeEvent(name = "github", preset = Preset.GITHUB, duplicateResult = "'duplicate'")
    @PostMapping("/github")
    public CompletableFuture<String> github(@RequestBody(required = false) String body) {
        return CompletableFuture.supplyAsync(() -> handle(body));
    }

    @DedupeEvent(name = "standard", preset = Preset.STANDARD_WEBHOOKS, duplicateResult = "'duplicate'")
    @PostMapping("/standard")
    public Mono<String> standard(@RequestBody String body) {
        return Mono.fromSupplier(() -> handle(body));
    }

    @DedupeEvent(name = "svix", preset = Preset.SVIX, duplicateResult = "'duplicate'")
    @PostMapping("/svix")
    public String svix(@RequestBody byte[] body) {
        return handle(new String(body, StandardCharsets.UTF_8));
    }

    @DedupeEvent(name = "shopify", preset = Preset.SHOPIFY, duplicateResult = "'duplicate'")
    @PostMapping("/shopify")
    public String shopify(@RequestBody String body) {
        return handle(body);
    }

    @DedupeEvent(name = "slack", preset = Preset.SLACK, duplicateResult = "'duplicate'")
    @PostMapping("/slack")
    public String slack(@ModelAttribute Command command) {
        return handle(command.command() + " " + command.text());
    }

    @DedupeEvent(name = "cloudevents", preset = Preset.CLOUDEVENTS, duplicateResult = "'duplicate'")
    @PostMapping("/cloudevents")
    public String cloudevents(@RequestBody String body) {
        return handle(body);
    }

    @DedupeEvent(
            name = "header",
            preset = Preset.HEADER,
            header = "X-Event-Id",
            scope = "PRINCIPAL",
            duplicateResult = "'duplicate'")
    @PostMapping("/header")
    public String header(@RequestBody String body) {
        return handle(body);
    }

    @DedupeEvent(name = "content", preset = Preset.CONTENT, duplicateResult = "'duplicate'")
    @PostMapping("/content")
    public String content(@RequestBody(required = false) String body) {
        return handle(body);
    }

    @DedupeEvent(name = "unsigned", preset = Preset.STRIPE, duplicateResult = "'duplicate'")
    @PostMapping("/unsigned")
    public String unsigned(@RequestBody String body) {
        return handle(body);
    }

    @DedupeEvent(name = "disabled", preset = Preset.GITHUB, duplicateResult = "'duplicate'")
    @PostMapping("/disabled")
    public String disabled(@RequestBody String body) {
        return handle(body);
    }

    @DedupeEvent(
            name = "keyed",
            preset = Preset.GITHUB,
            key = "#client.header('X-Own')",
            scope = "PRINCIPAL",
            duplicateResult = "'duplicate'")
    @PostMapping("/keyed")
    public String keyed(@RequestBody String body) {
        return handle(body);
    }
}
