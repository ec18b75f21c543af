package io.kvkit.spring.dedupe.webhook;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads members of a JSON body. It refuses a body that two readers may understand differently. */
final class JsonBody {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /** Returns the object that a body is. */
    static JsonNode object(SentEvent event) {
        byte[] body = event.body();
        if (body == null) {
            throw NoEventIdException.malformed("the body is not known, because other code has read it");
        }
        JsonNode node = read(body);
        if (node == null || !node.isObject()) {
            throw NoEventIdException.malformed("the body is not a JSON object");
        }
        return node;
    }

    private static @Nullable JsonNode read(byte[] body) {
        try {
            return STRICT.readTree(body);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** Returns a member, which must be a text. */
    static String text(JsonNode object, String member) {
        String what = "the member \"" + member + "\" of the body";
        JsonNode value = object.get(member);
        if (value == null || value.isNull()) {
            throw NoEventIdException.missing(what);
        }
        if (!value.isString()) {
            throw NoEventIdException.malformed(what + " is not a text");
        }
        return IdText.checked(value.stringValue(), what);
    }
}
