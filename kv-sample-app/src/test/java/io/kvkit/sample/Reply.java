package io.kvkit.sample;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the shop answered. */
record Reply(int status, HttpHeaders headers, byte[] body) {

    private static final JsonMapper JSON = new JsonMapper();

    static Reply of(HttpResponse<byte[]> response) {
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /** A header that must have one value, or is absent: then it is empty. */
    String header(String name) {
        List<String> values = headers.allValues(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " has several values: " + values);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    String text(String field) {
        return json().path(field).asString();
    }

    List<String> fields() {
        return List.copyOf(json().propertyNames());
    }
}
