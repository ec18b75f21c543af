package io.kvkit.spring.web;

import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * What a client is told instead of a result.
 *
 * @param detail the body, with the status
 * @param headers the headers that go with it
 */
public record KvProblem(ProblemDetail detail, Map<String, String> headers) {

    public KvProblem {
        headers = Map.copyOf(headers);
    }

    ResponseEntity.BodyBuilder entity() {
        return ResponseEntity.status(detail.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
