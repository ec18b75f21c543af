package io.kvkit.spring.operation.key;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.type.TypeRelations;
import java.util.Collection;
import java.util.Map;
import org.springframework.core.ResolvableType;

/** Refuses {@code keys} that are never a collection or an array. */
final class KeysRules {

    private KeysRules() {}

    /** Returns whether objects of a class are arrays of keys. Bytes are one key. */
    static boolean isArray(Class<?> type) {
        return type.isArray() && type != byte[].class;
    }

    /**
     * Checks the declared type of an expression.
     *
     * @throws io.kvkit.spring.KvConfigurationException if its values are not several keys
     */
    static void require(OperationSite site, String attribute, String text, ResolvableType declared) {
        Class<?> type = TypeRelations.raw(declared);
        if (type != null && !maybeSeveral(type)) {
            throw site.error(
                    attribute,
                    text,
                    "it is " + type.getSimpleName() + " and not a collection or an array",
                    Map.class.isAssignableFrom(type)
                            ? "Write " + attribute + " = \"" + text + ".keySet()\""
                            : "Write key = \"" + text + "\" to remove one entry");
        }
    }

    private static boolean maybeSeveral(Class<?> type) {
        return isArray(type) || Collection.class.isAssignableFrom(type) || type.isAssignableFrom(Collection.class);
    }
}
