package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.FormText;
import io.kvkit.spring.exchange.SentBody;
import io.kvkit.spring.web.BodyType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The held body of a WebFlux request, and the form that is read from it. */
final class HeldForms {

    private final ServerWebExchange outer;
    private final HeldServerRequest request;
    private final Mono<MultiValueMap<String, String>> fields;
    private final Mono<MultiValueMap<String, Part>> parts;
    private volatile boolean filesMade;

    HeldForms(ServerWebExchange outer, HeldServerRequest request, FormReaders readers) {
        this.outer = outer;
        this.request = request;
        this.fields = Mono.defer(() -> readers.fields(request)).cache();
        this.parts = Mono.defer(() -> readers.parts(request))
                .doOnSubscribe(subscription -> filesMade = true)
                .cache();
    }

    Mono<MultiValueMap<String, String>> fields() {
        return Mono.defer(() -> request.isHeld() ? fields : outer.getFormData());
    }

    Mono<MultiValueMap<String, Part>> parts() {
        return Mono.defer(() -> request.isHeld() ? parts : outer.getMultipartData());
    }

    /** Holds the body and emits it as it was sent; empty if it is no longer known. */
    Mono<SentBody> hold(long limit) {
        boolean form = BodyType.isForm(contentType());
        Mono<SentBody> readByOthers = form ? outer.getFormData().map(SentBody.Fields::new) : Mono.empty();
        return request.hold(limit).map(bytes -> sent(form, bytes)).switchIfEmpty(readByOthers);
    }

    /** Deletes the temporary files of parts. */
    Mono<Void> deleteFiles() {
        return filesMade
                ? parts.flatMapIterable(MultiValueMap::values)
                        .flatMapIterable(same -> same)
                        .flatMap(part -> part.delete().onErrorComplete())
                        .onErrorComplete()
                        .then()
                : Mono.empty();
    }

    private SentBody sent(boolean form, byte[] bytes) {
        return form ? new SentBody.Fields(FormText.exact(bytes, charset())) : new SentBody.Bytes(contentType(), bytes);
    }

    private @Nullable String contentType() {
        return request.getHeaders().getFirst("Content-Type");
    }

    private Charset charset() {
        MediaType type = request.getHeaders().getContentType();
        Charset charset = type == null ? null : type.getCharset();
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }
}
