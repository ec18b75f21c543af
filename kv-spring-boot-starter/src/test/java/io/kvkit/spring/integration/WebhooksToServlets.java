package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Handlers of Spring MVC that read a signed body themselves. */
@RestController
@RequestMapping("/webhooks")
class WebhooksToServlets {

    private final Webhooks webhooks;

    WebhooksToServlets(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @DedupeEvent(name = "stream", preset = Preset.GITHUB)
    @PostMapping("/stream")
    public String stream(InputStream body) throws IOException {
        return webhooks.handle(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }

    @DedupeEvent(name = "reader", preset = Preset.GITHUB)
    @PostMapping("/reader")
    public String reader(Reader body) throws IOException {
        StringWriter text = new StringWriter();
        body.transferTo(text);
        return webhooks.handle(text);
    }

    @DedupeEvent(name = "fields", preset = Preset.GITHUB)
    @PostMapping("/fields")
    public String fields(HttpServletRequest request) {
        return webhooks.handle(request.getParameter("a") + request.getParameter("b"));
    }
}
