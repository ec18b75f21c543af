package io.kvkit.spring.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MimeType;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON as it was sent, so that two texts of one value are one: numbers exactly, and nothing where a reader may see
 * something else, as in an object with a name that comes twice.
 */
final class CanonicalJson {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CanonicalJson() {}

    /** The value; null if the bytes are no JSON, or not sure to be read as this value. */
    static @Nullable JsonNode read(@Nullable String contentType, byte[] bytes) {
        if (!isJson(contentType)) {
            return null;
        }
        try {
            JsonNode node = STRICT.readTree(bytes);
            return node == null || node.isMissingNode() ? null : node;
        } catch (RuntimeException unreadable) {
            // Not only Jackson's own: a number may have more digits in its exponent than a BigDecimal can hold.
            return null;
        }
    }

    /** The type without what does not matter; empty for none. */
    static String normal(@Nullable String contentType) {
        MimeType type = type(contentType);
        if (type == null) {
            return contentType == null ? "" : contentType;
        }
        String name = type.getType() + "/" + type.getSubtype();
        return (type.getCharset() == null ? name : name + ";" + type.getCharset()).toLowerCase(Locale.ROOT);
    }

    /** Whether the content is JSON in the charset that JSON has. */
    private static boolean isJson(@Nullable String contentType) {
        MimeType type = type(contentType);
        if (type == null || type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset())) {
            return false;
        }
        String subtype = type.getSubtype().toLowerCase(Locale.ROOT);
        return subtype.equals("json") || subtype.endsWith("+json");
    }

    static @Nullable MimeType type(@Nullable String contentType) {
        try {
            return contentType == null || contentType.isBlank() ? null : MimeType.valueOf(contentType);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
