package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import io.kvkit.spring.web.RecordedHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the headers of a servlet response, which stores content type and language apart from the others. */
final class ServletHeaders {

    private ServletHeaders() {}

    /** Returns all headers of a response, by their names in lower case. */
    static Map<String, List<String>> of(HttpServletResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        String type = response.getContentType();
        if (type != null) {
            headers.put("content-type", List.of(type));
        }
        for (String name : response.getHeaderNames()) {
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), List.copyOf(response.getHeaders(name)));
        }
        return headers;
    }

    /**
     * Returns the headers of a result. Headers of outer filters and interceptors belong to this request; a replay gets
     * its own from them.
     *
     * @param recorded decides which headers are recorded
     * @param before the headers that were set before the handler was called
     * @param language the language of a locale that was set
     */
    static List<Header> ofResult(
            HttpServletResponse response,
            RecordedHeaders recorded,
            Map<String, List<String>> before,
            @Nullable String language) {
        List<Header> headers = new ArrayList<>();
        String type = response.getContentType();
        if (type != null && !List.of(type).equals(before.get("content-type"))) {
            headers.add(new Header("Content-Type", type));
        }
        if (language != null && !response.containsHeader("Content-Language")) {
            headers.add(new Header("Content-Language", language));
        }
        for (String name : new LinkedHashSet<>(response.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            List<String> values = List.copyOf(response.getHeaders(name));
            if (!lower.equals("content-type") && recorded.keeps(name) && !values.equals(before.get(lower))) {
                values.forEach(value -> headers.add(new Header(name, value)));
            }
        }
        return headers;
    }

    /** Copies the headers of a recorded response to a response. */
    static void replay(RecordedResponse recorded, HttpServletResponse response) {
        if (recorded.header("Content-Type") != null) {
            response.setCharacterEncoding((String) null);
        }
        Set<String> set = new HashSet<>();
        for (Header header : recorded.headers()) {
            if (set.add(header.name().toLowerCase(Locale.ROOT))) {
                response.setHeader(header.name(), header.value());
            } else {
                response.addHeader(header.name(), header.value());
            }
        }
        response.setHeader(RecordedHeaders.REPLAYED, "true");
    }
}
