package io.kvkit.spring.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells whether two requests ask for the same: a digest of method, route, path variables, query parameters, fields of
 * forms and bodies. Files take no part.
 *
 * <p>Bodies are compared as JSON values: field order and white space do not matter, values do. Numbers are compared by value,
 * so 1, 1.0 and 1e0 are the same; texts that look like numbers are not numbers. Property names and parameter names are
 * unordered, array elements and the values of one parameter are ordered. What the mapper does not write takes no part,
 * except for write-only properties. Servlet, security and framework arguments do not belong here.
 */
public final class RequestFingerprint {

    private final JsonMapper mapper;

    /** Makes digests of bodies as this mapper sees them. */
    public RequestFingerprint(JsonMapper mapper) {
        this.mapper = mapper.rebuild()
                .annotationIntrospector(AnnotationIntrospector.pair(
                        new RequestsOnly(), mapper.serializationConfig().getAnnotationIntrospector()))
                .build();
    }

    /**
     * The SHA-256 digest of a request, 32 bytes.
     *
     * @param exchange the request
     * @param bodies the handler's arguments that came from the body, as they were resolved, in order
     * @throws IllegalArgumentException if a body cannot be written as JSON
     */
    public byte[] of(Exchange exchange, List<? extends @Nullable Object> bodies) {
        CanonicalDigest digest = new CanonicalDigest();
        digest.text(exchange.method());
        digest.text(exchange.route());
        variables(digest, exchange.pathVariables());
        parameters(digest, exchange.parameters());
        digest.count(bodies.size());
        boolean json = isJson(exchange.header("Content-Type"));
        for (Object body : bodies) {
            body(digest, body, json);
        }
        return digest.bytes();
    }

    private static void variables(CanonicalDigest digest, Map<String, String> variables) {
        digest.count(variables.size());
        new TreeMap<>(variables).forEach((name, value) -> {
            digest.text(name);
            digest.text(value);
        });
    }

    private static void parameters(CanonicalDigest digest, Map<String, List<String>> parameters) {
        digest.count(parameters.size());
        new TreeMap<>(parameters).forEach((name, values) -> {
            digest.text(name);
            digest.count(values.size());
            values.forEach(digest::text);
        });
    }

    private void body(CanonicalDigest digest, @Nullable Object body, boolean json) {
        if (body instanceof byte[] bytes) {
            JsonNode tree = json ? parsed(() -> mapper.readTree(bytes)) : null;
            digest.nodeOr(tree, bytes);
        } else if (body instanceof CharSequence text) {
            JsonNode tree = json ? parsed(() -> mapper.readTree(text.toString())) : null;
            digest.nodeOr(tree, text.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            digest.node(tree(body));
        }
    }

    private JsonNode tree(@Nullable Object body) {
        try {
            return body instanceof JsonNode node ? node : mapper.valueToTree(body);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "A body of " + (body == null ? "null" : body.getClass().getName())
                            + " cannot be compared, because it cannot be written as JSON",
                    e);
        }
    }

    private static @Nullable JsonNode parsed(Supplier<JsonNode> text) {
        try {
            return text.get();
        } catch (JacksonException noJsonAfterAll) {
            return null;
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).contains("json");
    }

    /** Shows what requests hold and answers do not, as a PIN: two of them are two requests. */
    private static final class RequestsOnly extends NopAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Access findPropertyAccess(MapperConfig<?> config, Annotated property) {
            JsonProperty annotation = property.getAnnotation(JsonProperty.class);
            return annotation != null && annotation.access() == Access.WRITE_ONLY ? Access.READ_WRITE : null;
        }
    }
}
