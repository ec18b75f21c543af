package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.type.Supertypes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.POJONode;

/** Unwraps a value from an {@code Optional} or from JSON, whose null is null and whose 1 is 1. */
final class PlainValue {

    // By name, because Jackson 2 may be absent.
    private static final String JACKSON_2_NODE = "com.fasterxml.jackson.databind.JsonNode";

    private static final ClassValue<Boolean> IS_JACKSON_2 = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return Supertypes.names(type).contains(JACKSON_2_NODE);
        }
    };

    private PlainValue() {}

    /** Returns whether the type is a wrapper whose values may have any type. */
    static boolean isWrapped(Class<?> type) {
        return JsonNode.class.isAssignableFrom(type)
                || IS_JACKSON_2.get(type)
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class;
    }

    static @Nullable Object of(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        if (value instanceof JsonNode node) {
            return ofJson(node);
        }
        return IS_JACKSON_2.get(value.getClass()) ? Text.read(value.toString()) : value;
    }

    private static @Nullable Object ofJson(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (node.isObject()) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            return members;
        }
        if (node.isNumber()) {
            return node.decimalValueOpt().<Object>map(number -> number).orElseGet(node::numberValue);
        }
        if (node instanceof POJONode pojo) {
            return of(pojo.getPojo());
        }
        return node.isArray() ? node.values() : scalar(node);
    }

    private static Object scalar(JsonNode node) {
        if (node.isBinary()) {
            return node.binaryValue();
        }
        return node.isString() ? node.stringValue() : node.toString();
    }

    /** Reads JSON with all digits of its numbers. A class of its own, because few applications need it. */
    private static final class Text {

        private static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();

        static @Nullable Object read(String json) {
            return json.isEmpty() ? null : ofJson(MAPPER.readTree(json));
        }
    }
}
