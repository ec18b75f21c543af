package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.operation.read.OperationSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** The annotations of the application, read before the first question about them. Safe for use by several threads. */
final class ReadOperations {

    private final BeanTypes types;
    private final ObjectProvider<OperationSource> source;
    private volatile boolean read;

    ReadOperations(BeanTypes types, ObjectProvider<OperationSource> source) {
        this.types = types;
        this.source = source;
    }

    // A constructor may ask before the beans with the annotations are created.
    @Nullable
    OperationRegistry registry() {
        OperationSource known = source.getIfAvailable();
        if (known == null) {
            return null;
        }
        if (!read) {
            types.forEach((bean, each) -> known.validate(each));
            read = true;
        }
        return known.registry();
    }
}
