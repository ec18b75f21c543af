package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Handlers of Spring MVC that read the body themselves. */
@RestController
@RequestMapping("/sent")
class SentToServlets {

    private final Sent sent;

    SentToServlets(Sent sent) {
        this.sent = sent;
    }

    @Idempotent(name = "request")
    @PostMapping("/request")
    public String request(HttpServletRequest request) throws IOException {
        return sent.ran(text(request.getInputStream()));
    }

    @Idempotent(name = "fields")
    @PostMapping("/fields")
    public String fields(HttpServletRequest request) {
        return sent.ran(request.getParameter("a") + request.getParameter("b"));
    }

    @Idempotent(name = "stream")
    @PostMapping("/stream")
    public String stream(InputStream body) throws IOException {
        return sent.ran(text(body));
    }

    @Idempotent(name = "reader")
    @PostMapping("/reader")
    public String reader(Reader body) throws IOException {
        StringWriter text = new StringWriter();
        body.transferTo(text);
        return sent.ran(text.toString());
    }

    @Idempotent(name = "file")
    @PostMapping("/file")
    public String file(@RequestParam MultipartFile file) throws IOException {
        return sent.ran(text(file.getInputStream()));
    }

    private static String text(InputStream body) throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
}
