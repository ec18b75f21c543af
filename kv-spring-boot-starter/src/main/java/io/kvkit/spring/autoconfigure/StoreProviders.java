package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.KvPropertyException;
import java.util.Collection;
import java.util.stream.Stream;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/** What opens stores of each type. */
final class StoreProviders implements ImportSelector {

    /** Each of them is a bean, unless its library is missing. */
    @Override
    public String[] selectImports(AnnotationMetadata metadata) {
        return Stream.of(StoreType.values()).map(StoreType::provider).toArray(String[]::new);
    }

    /**
     * The one for a type.
     *
     * @param store what to call the store in a message
     * @param property what chose the type
     * @throws KvPropertyException if its library is missing
     */
    static StoreProvider of(StoreType type, Collection<StoreProvider> providers, String store, String property) {
        return providers.stream()
                .filter(provider -> provider.type() == type)
                .findFirst()
                .orElseThrow(() -> new KvPropertyException(
                        store + " is " + type.text() + ", but " + type.library() + " is not on the class path",
                        "Add " + type.artifact() + ", or set " + property + "=memory"));
    }
}
