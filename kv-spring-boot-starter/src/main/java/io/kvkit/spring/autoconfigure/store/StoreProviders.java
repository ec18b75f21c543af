package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import java.util.Collection;
import java.util.stream.Stream;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/** Imports the providers of all store types. */
final class StoreProviders implements ImportSelector {

    /** Returns all providers whose library is present. */
    @Override
    public String[] selectImports(AnnotationMetadata metadata) {
        return Stream.of(StoreProperties.Type.values())
                .map(StoreProperties.Type::provider)
                .toArray(String[]::new);
    }

    /**
     * Returns the provider of a type.
     *
     * @param store the name of the store in messages
     * @param property the property that selects the type
     * @throws KvPropertyException if the library of the type is missing
     */
    static StoreProvider of(
            StoreProperties.Type type, Collection<StoreProvider> providers, String store, String property) {
        return providers.stream()
                .filter(provider -> provider.type() == type)
                .findFirst()
                .orElseThrow(() -> new KvPropertyException(
                        store + " is " + type.text() + ", but " + type.library() + " is not on the class path",
                        "Add " + type.artifact() + ", or set " + property + "=memory"));
    }
}
