package io.kvkit.spring.operation;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.key.KeyShapes;

/** Refuses keys that would merge all calls into one. */
public final class ConstantKeys {

    private ConstantKeys() {}

    /**
     * Refuses a key that is the same for all calls, unless a scope separates them.
     *
     * @throws KvConfigurationException if the key is constant and there is no scope
     */
    public static void refuse(Declaration declaration, String key) {
        if (declaration.attributes().text("scope").isEmpty() && KeyShapes.isConstant(key)) {
            throw declaration
                    .site()
                    .error(
                            "key",
                            key,
                            "it is the same for all calls, so only the first one would ever run",
                            "Write what identifies the call, as in key = \"#order.id\"");
        }
    }
}
