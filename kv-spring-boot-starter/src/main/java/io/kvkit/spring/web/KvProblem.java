package io.kvkit.spring.web;

import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * The response to a client instead of a result.
 *
 * @param detail the body, with the status
 * @param headers the headers of the response
 * @since 0.1
 */
public record KvProblem(ProblemDetail detail, Map<String, String> headers) {

    /** Copies the headers. */
    public KvProblem {
        headers = Map.copyOf(headers);
    }

    /** Returns a response with the status and content type of the problem. */
    public ResponseEntity.BodyBuilder entity() {
        return ResponseEntity.status(detail.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
