package io.kvkit.spring.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;

/** Adds a path to a digest, segment by segment: {@code /a%2Fb} is not {@code /a/b}. */
final class PathDigest {

    private static final String SESSION = "jsessionid";

    private PathDigest() {}

    static void add(CanonicalDigest digest, String path) {
        List<PathContainer.Element> elements = PathContainer.parsePath(path).elements();
        digest.count(elements.size());
        for (PathContainer.Element element : elements) {
            if (element instanceof PathSegment segment) {
                segment(digest, segment.value());
            } else {
                digest.textOrNone(null);
            }
        }
    }

    private static void segment(CanonicalDigest digest, String segment) {
        String[] parts = segment.split(";", -1);
        digest.text(decoded(parts[0]));
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            parameter(parameters, parts[i]);
        }
        parameters.remove(SESSION);
        digest.fields(parameters);
    }

    private static void parameter(Map<String, List<String>> parameters, String part) {
        int equals = part.indexOf('=');
        String name = decoded(equals < 0 ? part : part.substring(0, equals));
        if (!name.isEmpty()) {
            List<String> values = parameters.computeIfAbsent(name, key -> new ArrayList<>());
            for (String value : (equals < 0 ? "" : part.substring(equals + 1)).split(",", -1)) {
                values.add(decoded(value));
            }
        }
    }

    private static String decoded(String text) {
        return PercentText.exact(text, StandardCharsets.UTF_8);
    }
}
