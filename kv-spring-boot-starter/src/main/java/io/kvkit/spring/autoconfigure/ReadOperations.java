package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.operation.read.OperationSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** The annotations of the application, read before the first question about them. Safe for use by several threads. */
final class ReadOperations {

    private final BeanTypes types;
    private final ObjectProvider<OperationSource> sources;
    private volatile @Nullable OperationSource source;
    private volatile boolean read;
    private volatile boolean started;

    ReadOperations(BeanTypes types, ObjectProvider<OperationSource> sources) {
        this.types = types;
        this.sources = sources;
    }

    // A constructor may ask before the beans with the annotations are created.
    @Nullable
    OperationRegistry registry() {
        OperationSource known = source();
        if (known == null) {
            return null;
        }
        if (!read) {
            readAll(known);
            read = true;
        }
        return known.registry();
    }

    /** Returns the operation of a name; until the start is over, the types of all beans are read again to find it. */
    <O extends Operation> @Nullable O find(Area<?> area, Class<O> type, String name) {
        OperationRegistry registry = registry();
        O found = registry == null ? null : registry.find(area, type, name);
        OperationSource known = source;
        if (found == null && registry != null && known != null && !started) {
            readAll(known);
            found = registry.find(area, type, name);
        }
        return found;
    }

    /** Says that the annotations of all beans are known. */
    void start() {
        source();
        started = true;
    }

    private void readAll(OperationSource known) {
        types.forEach((bean, each) -> known.validate(each));
    }

    // Kept, because a context that is closed gives no beans any more.
    private @Nullable OperationSource source() {
        if (source == null) {
            source = sources.getIfAvailable();
        }
        return source;
    }
}
