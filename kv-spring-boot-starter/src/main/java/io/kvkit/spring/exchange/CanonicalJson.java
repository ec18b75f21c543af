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
 * Reads JSON as it was sent, so that two texts of one value are equal. Numbers are exact. It reads nothing that two
 * readers may interpret differently, such as an object with a repeated name.
 */
final class CanonicalJson {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CanonicalJson() {}

    /** Returns the value; null if the bytes are not JSON, or may be interpreted differently. */
    static @Nullable JsonNode read(@Nullable String contentType, byte[] bytes) {
        if (!isJson(contentType)) {
            return null;
        }
        try {
            JsonNode node = STRICT.readTree(bytes);
            return node == null || node.isMissingNode() ? null : node;
        } catch (RuntimeException unreadable) {
            // Not only Jackson's own exceptions: the exponent of a number may have more digits than a BigDecimal
            // supports.
            return null;
        }
    }

    /** Returns the normalized type; empty if there is none. */
    static String normal(@Nullable String contentType) {
        MimeType type = type(contentType);
        if (type == null) {
            return contentType == null ? "" : contentType;
        }
        String name = type.getType() + "/" + type.getSubtype();
        return (type.getCharset() == null ? name : name + ";" + type.getCharset()).toLowerCase(Locale.ROOT);
    }

    /** Returns whether the content is JSON in the charset that JSON prescribes. */
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
