package io.kvkit.spring.cached;

import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.store.Namespace;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The entries of one name that Spring's cache abstraction reads and writes.
 *
 * @param name the name of the cache
 * @param isEnabled returns whether the cache is used
 * @param namespace the namespace of the entries
 * @param current returns the settings of the cache
 * @param codec writes the values
 */
record SpringEntries(
        String name,
        BooleanSupplier isEnabled,
        Namespace namespace,
        Supplier<CacheSettings> current,
        ResultCodec codec) {

    boolean enabled() {
        return isEnabled.getAsBoolean();
    }

    CacheSettings settings() {
        return current.get();
    }
}
