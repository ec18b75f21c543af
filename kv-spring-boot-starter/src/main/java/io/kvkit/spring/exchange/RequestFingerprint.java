package io.kvkit.spring.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Computes fingerprints that are equal if two requests ask for the same: digests of method, path, query and body, as
 * they were sent.
 *
 * <p>A JSON body is compared as a value: field order and white space do not matter, values do. Numbers are compared
 * exactly and by value, so 1, 1.0 and 1e0 are the same; texts that look like numbers are not numbers. Fields of a form
 * and query parameters are unordered by name, the values of one name are ordered. Unreadable parts, such as an escape
 * that is not UTF-8, and all other bodies are compared byte by byte. Headers are not compared.
 *
 * <p>If the body is unknown because other code has read it, the handler's arguments are compared as the mapper writes
 * them.
 */
public final class RequestFingerprint {

    private final JsonMapper mapper;

    /** Creates fingerprints that write arguments with this mapper. */
    public RequestFingerprint(JsonMapper mapper) {
        this.mapper = mapper.rebuild()
                .annotationIntrospector(AnnotationIntrospector.pair(
                        new RequestsOnly(), mapper.serializationConfig().getAnnotationIntrospector()))
                // An object without visible properties would equal every other one of its class.
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
    }

    /**
     * Returns the SHA-256 digest of a request, 32 bytes.
     *
     * @param exchange the request
     * @param bodies the handler's arguments that came from the body, as they were resolved, in order
     * @throws IllegalArgumentException if the body is unknown, and an argument cannot be written as JSON
     */
    public byte[] of(Exchange exchange, List<? extends @Nullable Object> bodies) {
        CanonicalDigest digest = new CanonicalDigest();
        digest.text(exchange.method());
        PathDigest.add(digest, exchange.path());
        digest.fields(FormText.ofQuery(exchange.query()));
        SentBody sent = exchange.body();
        if (sent == null) {
            digest.text("arguments");
            digest.count(bodies.size());
            bodies.forEach(body -> argument(digest, exchange.header("Content-Type"), body));
        } else {
            SentBodyDigest.add(digest, sent);
        }
        return digest.bytes();
    }

    /**
     * Returns the SHA-256 digest of values, 32 bytes. Texts and bytes are compared as they are, other values as the mapper
     * writes them.
     *
     * @throws IllegalArgumentException if a value cannot be written as JSON
     */
    public byte[] ofValues(List<? extends @Nullable Object> values) {
        CanonicalDigest digest = new CanonicalDigest();
        digest.text("values");
        digest.count(values.size());
        values.forEach(value -> argument(digest, null, value));
        return digest.bytes();
    }

    private void argument(CanonicalDigest digest, @Nullable String contentType, @Nullable Object body) {
        if (body instanceof byte[] bytes) {
            SentBodyDigest.add(digest, new SentBody.Bytes(contentType, bytes));
        } else if (body instanceof CharSequence text) {
            text(digest, contentType, text.toString());
        } else {
            digest.text("value");
            digest.node(tree(body));
        }
    }

    // Half a surrogate pair becomes '?' in UTF-8, so two different texts would be one.
    private static void text(CanonicalDigest digest, @Nullable String contentType, String text) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            SentBodyDigest.add(digest, new SentBody.Bytes(contentType, text.getBytes(StandardCharsets.UTF_8)));
        } else {
            digest.text("halves");
            digest.text(text);
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

    /** Includes write-only properties, such as a PIN: two PINs are two requests. */
    private static final class RequestsOnly extends NopAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Access findPropertyAccess(MapperConfig<?> config, Annotated property) {
            JsonProperty annotation = property.getAnnotation(JsonProperty.class);
            return annotation != null && annotation.access() == Access.WRITE_ONLY ? Access.READ_WRITE : null;
        }
    }
}
