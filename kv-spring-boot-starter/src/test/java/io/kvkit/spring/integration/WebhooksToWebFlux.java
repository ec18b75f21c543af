package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Handlers of WebFlux that read a signed body themselves. */
@RestController
@RequestMapping("/webhooks")
class WebhooksToWebFlux {

    private final Webhooks webhooks;

    WebhooksToWebFlux(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @DedupeEvent(name = "stream", preset = Preset.GITHUB)
    @PostMapping("/stream")
    public Mono<String> stream(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody())
                .map(all -> webhooks.handle(all.toString(StandardCharsets.UTF_8)));
    }

    @DedupeEvent(name = "reader", preset = Preset.GITHUB)
    @PostMapping("/reader")
    public Mono<String> reader(@RequestBody Mono<String> body) {
        return body.map(webhooks::handle);
    }

    @DedupeEvent(name = "fields", preset = Preset.GITHUB)
    @PostMapping("/fields")
    public Mono<String> fields(ServerWebExchange web) {
        return web.getFormData().map(form -> webhooks.handle(form.getFirst("a") + form.getFirst("b")));
    }
}
