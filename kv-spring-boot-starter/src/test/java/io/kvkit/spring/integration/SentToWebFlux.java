package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Handlers of WebFlux that read the body themselves. */
@RestController
@RequestMapping("/sent")
class SentToWebFlux {

    private final Sent sent;

    SentToWebFlux(Sent sent) {
        this.sent = sent;
    }

    @Idempotent(name = "request")
    @PostMapping("/request")
    public Mono<String> request(ServerHttpRequest request) {
        return text(request.getBody());
    }

    @Idempotent(name = "fields")
    @PostMapping("/fields")
    public Mono<String> fields(ServerWebExchange web) {
        return web.getFormData().map(form -> sent.ran(form.getFirst("a") + form.getFirst("b")));
    }

    @Idempotent(name = "stream")
    @PostMapping("/stream")
    public Mono<String> stream(@RequestBody Flux<DataBuffer> body) {
        return text(body);
    }

    @Idempotent(name = "reader")
    @PostMapping("/reader")
    public Mono<String> reader(@RequestBody Mono<String> body) {
        return body.map(sent::ran);
    }

    @Idempotent(name = "file")
    @PostMapping("/file")
    public Mono<String> file(@RequestPart FilePart file) {
        return text(file.content());
    }

    private Mono<String> text(Flux<DataBuffer> body) {
        return DataBufferUtils.join(body).map(all -> sent.ran(all.toString(StandardCharsets.UTF_8)));
    }
}
