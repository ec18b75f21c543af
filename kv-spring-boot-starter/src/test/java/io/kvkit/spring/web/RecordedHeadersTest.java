package io.kvkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedHeadersTest {

    private static final List<String> MESSAGE = List.of(
            "Connection",
            "Keep-Alive",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Content-Length",
            "RateLimit",
            "RateLimit-Policy",
            "Idempotent-Replayed",
            "Idempotency-Key-Lifetime");

    private final RecordedHeaders headers = new RecordedHeaders(RecordedHeaders.NOT_RECORDED);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Set-Cookie",
                "Set-Cookie2",
                "Authorization",
                "WWW-Authenticate",
                "Authentication-Info",
                "Proxy-Authenticate",
                "Proxy-Connection",
                "Date",
                "Age",
                "Server",
                "Access-Control-Allow-Origin",
                "Access-Control-Allow-Credentials",
                "Access-Control-Max-Age",
                "X-RateLimit-Limit",
                "traceparent",
                "tracestate"
            })
    void whatBelongsToTheMomentIsNotRecorded(String name) {
        assertThat(headers.keeps(name)).isFalse();
        assertThat(headers.keeps(name.toLowerCase(Locale.ROOT))).isFalse();
        assertThat(headers.keeps("x" + name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "Content-Language",
                "Location",
                "ETag",
                "Link",
                "Retry-After",
                "Access-Control-Expose-Headers",
                "Vary",
                "Cache-Control",
                "Updated",
                "X-Date"
            })
    void whatDescribesTheResultIsRecorded(String name) {
        assertThat(headers.keeps(name)).isTrue();
    }

    @Test
    void whatBelongsToTheMessageIsNeverRecorded() {
        RecordedHeaders all = new RecordedHeaders(List.of());
        assertThat(MESSAGE).noneMatch(headers::keeps).noneMatch(all::keeps);
        assertThat(all.keeps("Set-Cookie")).isTrue();
    }

    @Test
    void listOfTheApplicationTakesThePlaceOfOurs() {
        RecordedHeaders own = new RecordedHeaders(List.of("X-Secret", "X-Trace-*"));
        assertThat(List.of("x-secret", "X-SECRET", "X-Trace-Id", "x-trace-")).noneMatch(own::keeps);
        assertThat(List.of("X-Secrets", "X-Trace", "Set-Cookie")).allMatch(own::keeps);
    }
}
