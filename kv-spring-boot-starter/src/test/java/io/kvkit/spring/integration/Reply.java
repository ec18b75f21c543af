package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a server answered. */
record Reply(HttpResponse<byte[]> response) {

    private static final String REGISTERED = "https://iana.org/assignments/http-problem-types#";

    int status() {
        return response.statusCode();
    }

    byte[] body() {
        return response.body();
    }

    String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** All values of a header in order. */
    List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    /** The one value of a header; null if there is none. */
    String header(String name) {
        List<String> values = headers(name);
        assertThat(values).as(name).hasSizeLessThan(2);
        return values.isEmpty() ? null : values.get(0);
    }

    boolean replayed() {
        return "true".equals(header("Idempotent-Replayed"));
    }

    Reply hasStatus(int status) {
        assertThat(status()).as(text()).isEqualTo(status);
        return this;
    }

    /** It is a problem with this status and code. */
    Reply isProblem(int status, String code) {
        hasStatus(status);
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        String type = code.equals("quota-exceeded") ? REGISTERED + code : "urn:kvkit:problem:" + code;
        assertThat(text()).contains("\"code\":\"" + code + "\"", "\"type\":\"" + type + "\"");
        return this;
    }

    /** It says when to come back. */
    Reply hasRetryAfter() {
        assertThat(header("Retry-After")).matches("[1-9][0-9]*");
        return this;
    }
}
