package io.kvkit.spring.crash;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** The point {@code answering}: the handler has returned, and nothing is recorded. */
@RestControllerAdvice
final class Answering implements ResponseBodyAdvice<Object> {

    private final Points points;

    Answering(Points points) {
        this.points = points;
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        String key = request.getHeaders().getFirst("Idempotency-Key");
        if (key != null) {
            points.reach("answering", key);
        }
        return body;
    }
}
