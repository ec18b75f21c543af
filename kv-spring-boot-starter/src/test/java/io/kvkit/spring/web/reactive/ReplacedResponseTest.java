package io.kvkit.spring.web.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Recorded responses in place of what a handler writes. */
class ReplacedResponseTest extends FilteredWeb {

    private static final RecordedResponse FIRST = RecordedResponse.of(
            202,
            List.of(new Header("Content-Type", "text/plain"), new Header("X-Part", "a"), new Header("X-Part", "b")),
            bytes("first"));

    private void replayed(RecordedResponse recorded, Function<ServerHttpResponse, Mono<Void>> handler) {
        raw.getHeaders().set("X-Outer", "filter");
        raw.getHeaders().set("X-Part", "of a filter");
        filtered(inner -> {
                    RuntimeException replay = exchange(inner).replay(recorded);
                    inner.getResponse().getHeaders().set("X-Handler", "gone");
                    inner.getResponse().getHeaders().set("Content-Language", "de");
                    return handler.apply(inner.getResponse()).onErrorMap(failure -> replay);
                })
                .block();
    }

    private void assertFirst() {
        assertThat(raw.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(body()).isEqualTo("first");
        assertThat(raw.getHeaders().getContentLength()).isEqualTo(5);
        assertThat(raw.getHeaders().get("X-Part")).containsExactly("a", "b");
        assertThat(raw.getHeaders().getFirst("X-Outer")).isEqualTo("filter");
        assertThat(raw.getHeaders().getFirst("Content-Type")).isEqualTo("text/plain");
        assertThat(raw.getHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(raw.getHeaders().headerNames()).doesNotContain("X-Handler", "Content-Language");
    }

    @Test
    void recordedResponseReplacesABody() {
        replayed(FIRST, response -> response.writeWith(Mono.just(buffer("discarded"))));
        assertFirst();
    }

    @Test
    void recordedResponseReplacesAStream() {
        replayed(FIRST, response -> response.writeAndFlushWith(Flux.just(Mono.just(buffer("discarded")))));
        assertFirst();
    }

    @Test
    void recordedResponseReplacesAnEmptyResponse() {
        replayed(FIRST, ServerHttpResponse::setComplete);
        assertFirst();
    }

    @Test
    void recordedResponseReplacesNoResponse() {
        replayed(FIRST, response -> Mono.empty());
        assertFirst();
    }

    @Test
    void recordedResponseReplacesAFailure() {
        replayed(FIRST, response -> Mono.error(new IllegalStateException("any")));
        assertFirst();
    }

    @Test
    void recordedResponseReplacesABodyThatFails() {
        replayed(FIRST, response -> response.writeWith(Flux.error(new IllegalStateException("any"))));
        assertFirst();
    }

    @Test
    void recordedResponseWithoutABodyIsComplete() {
        replayed(RecordedResponse.of(204, List.of(), new byte[0]), ServerHttpResponse::setComplete);
        assertThat(raw.getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(raw.isCommitted()).isTrue();
        assertThat(body()).isEmpty();
        assertThat(raw.getHeaders().getContentLength()).isEqualTo(-1);
    }
}
