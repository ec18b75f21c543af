package io.kvkit.codec;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NumericNode;

/** Compares what is stored with what would be stored now. */
final class Trees {

    private Trees() {}

    /** Returns whether all properties of a tree are in the stored one, with the same content. */
    static boolean contains(JsonNode stored, JsonNode wanted) {
        if (wanted.isObject()) {
            return stored.isObject()
                    && wanted.properties().stream().allMatch(property -> containsProperty(stored, property));
        }
        if (wanted.isArray()) {
            return stored.isArray() && containsElements(stored, wanted);
        }
        return stored.equals(wanted) || isSameNumber(stored, wanted);
    }

    private static boolean containsProperty(JsonNode stored, Map.Entry<String, JsonNode> property) {
        JsonNode found = stored.get(property.getKey());
        return found != null && contains(found, property.getValue());
    }

    private static boolean containsElements(JsonNode stored, JsonNode wanted) {
        if (stored.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < stored.size(); i++) {
            if (!contains(stored.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    // An int and a long, or 1.5 and 1.50, are the same number.
    private static boolean isSameNumber(JsonNode stored, JsonNode wanted) {
        return isFinite(stored) && isFinite(wanted) && stored.decimalValue().compareTo(wanted.decimalValue()) == 0;
    }

    private static boolean isFinite(JsonNode node) {
        return node instanceof NumericNode number && !number.isNaN();
    }
}
