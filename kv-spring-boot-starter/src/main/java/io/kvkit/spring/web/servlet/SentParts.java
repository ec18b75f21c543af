package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.ContentDigest;
import io.kvkit.spring.exchange.SentBody;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a multipart form as the container parsed it. Files are read from their place. */
final class SentParts {

    private SentParts() {}

    /** Returns the parts; null if the container does not parse multipart forms. */
    static @Nullable List<SentBody.Part> of(HttpServletRequest request) throws IOException {
        List<SentBody.Part> parts = new ArrayList<>();
        try {
            for (Part part : request.getParts()) {
                parts.add(of(part));
            }
        } catch (ServletException | IllegalStateException notTakenApart) {
            return null;
        }
        return parts;
    }

    private static SentBody.Part of(Part part) throws IOException {
        try (InputStream content = part.getInputStream()) {
            return new SentBody.Part(
                    part.getName(),
                    part.getSubmittedFileName(),
                    part.getContentType(),
                    ContentDigest.of(headers(part), content));
        }
    }

    private static Map<String, List<String>> headers(Part part) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : part.getHeaderNames()) {
            headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(part.getHeaders(name)));
        }
        return headers;
    }
}
