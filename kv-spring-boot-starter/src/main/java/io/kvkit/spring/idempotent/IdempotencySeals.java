package io.kvkit.spring.idempotent;

import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.operation.SealingKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** Seals operations with the keys of the application. Safe for use by several threads. */
public final class IdempotencySeals {

    private final IdempotencyProperties properties;
    private final SealingKeys keys;

    /**
     * Creates the seals of an application.
     *
     * @param beans may have the keyring
     */
    public IdempotencySeals(IdempotencyProperties properties, BeanFactory beans) {
        this.properties = properties;
        this.keys = new SealingKeys("kv.idempotency.keys", properties.keys(), beans);
    }

    /**
     * Checks what annotations and properties need of the application.
     *
     * @throws io.kvkit.spring.KvConfigurationException if a sealed method that is enabled has no keys
     * @throws io.kvkit.spring.KvPropertyException if a sealed operation of the properties that is enabled has none
     */
    void check(OperationRegistry operations) {
        properties.operations().keySet().stream()
                .filter(name -> properties.isEnabled(name) && properties.isSealed(name))
                .forEach(name -> keys.require("kv.idempotency.operations." + name + ".sealed"));
        operations.all().stream()
                .filter(IdempotentOperation.class::isInstance)
                .map(IdempotentOperation.class::cast)
                .filter(operation -> operation.enabled() && operation.sealed())
                .forEach(operation -> keys.require(operation.site()));
    }

    /** Returns the settings of a method with the keys that seal it, if any. */
    public OnceSettings settings(IdempotentOperation operation) {
        return settings(operation.settings(), operation.sealed());
    }

    /** Returns the settings of an operation whose name no annotation has; null if no property has it either. */
    public @Nullable OnceSettings named(String name) {
        OnceSettings settings = properties.named(name);
        return settings == null ? null : settings(settings, properties.isSealed(name));
    }

    private OnceSettings settings(OnceSettings settings, boolean sealed) {
        return sealed ? settings.sealedBy(keys.get()) : settings;
    }
}
