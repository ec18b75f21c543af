package io.kvkit.spring.web.reactive;

import java.util.Map;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;

/** Reads the forms of WebFlux requests as the application's codecs do. */
final class FormReaders {

    private static final ResolvableType FIELDS =
            ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class, String.class);
    private static final ResolvableType PARTS =
            ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class, Part.class);

    private final ServerCodecConfigurer codecs;

    FormReaders(ServerCodecConfigurer codecs) {
        this.codecs = codecs;
    }

    Mono<MultiValueMap<String, String>> fields(ServerHttpRequest request) {
        return read(request, FIELDS, MediaType.APPLICATION_FORM_URLENCODED);
    }

    Mono<MultiValueMap<String, Part>> parts(ServerHttpRequest request) {
        return read(request, PARTS, MediaType.MULTIPART_FORM_DATA);
    }

    @SuppressWarnings("unchecked")
    private <T> Mono<MultiValueMap<String, T>> read(ServerHttpRequest request, ResolvableType type, MediaType form) {
        Mono<MultiValueMap<String, T>> none = Mono.just(new LinkedMultiValueMap<>());
        MediaType sent = request.getHeaders().getContentType();
        if (sent == null || !form.isCompatibleWith(sent)) {
            return none;
        }
        for (HttpMessageReader<?> reader : codecs.getReaders()) {
            if (reader.canRead(type, form)) {
                return ((HttpMessageReader<MultiValueMap<String, T>>) reader)
                        .readMono(type, request, Map.of())
                        .switchIfEmpty(none);
            }
        }
        return none;
    }
}
