package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Handlers of events that tell the servlet response what the answer is. */
@RestController
class SendingErrors {

    private final Answering answering;

    SendingErrors(Answering answering) {
        this.answering = answering;
    }

    @DedupeEvent(name = "sent", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/sent")
    public String sent(@RequestBody Answering.Event event, HttpServletResponse response) throws IOException {
        int status = answering.status(event);
        if (status != 200) {
            response.sendError(status);
            return null;
        }
        return "processed";
    }

    @DedupeEvent(name = "set", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/set")
    public String set(@RequestBody Answering.Event event, HttpServletResponse response) {
        response.setStatus(answering.status(event));
        return "processed";
    }
}
