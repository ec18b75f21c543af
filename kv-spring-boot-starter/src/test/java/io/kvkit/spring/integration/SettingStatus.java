package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers of events that tell the WebFlux response what the answer is, or write it themselves. */
@RestController
class SettingStatus {

    private final Answering answering;

    SettingStatus(Answering answering) {
        this.answering = answering;
    }

    @DedupeEvent(name = "set", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/set")
    public String set(@RequestBody Answering.Event event, ServerHttpResponse response) {
        setStatus(event, response);
        return "processed";
    }

    @DedupeEvent(name = "written", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/written")
    public Mono<String> written(@RequestBody Answering.Event event, ServerHttpResponse response) {
        setStatus(event, response);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(processed())))
                .then(Mono.empty());
    }

    @DedupeEvent(name = "written-later", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/written-later")
    public Mono<String> writtenLater(@RequestBody Answering.Event event, ServerHttpResponse response) {
        return Mono.defer(() -> written(event, response));
    }

    @DedupeEvent(name = "written-future", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/written-future")
    public CompletableFuture<String> writtenFuture(@RequestBody Answering.Event event, ServerHttpResponse response) {
        return written(event, response).toFuture();
    }

    private void setStatus(Answering.Event event, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(answering.status(event)));
    }

    private static byte[] processed() {
        return "processed".getBytes(StandardCharsets.UTF_8);
    }
}
