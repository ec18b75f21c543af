package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A handler of events that tells the WebFlux response what the answer is. */
@RestController
class SettingStatus {

    private final Answering answering;

    SettingStatus(Answering answering) {
        this.answering = answering;
    }

    @DedupeEvent(name = "set", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/set")
    public String set(@RequestBody Answering.Event event, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(answering.status(event)));
        return "processed";
    }
}
