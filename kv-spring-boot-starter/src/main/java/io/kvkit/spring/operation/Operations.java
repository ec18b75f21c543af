package io.kvkit.spring.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All operations of one method.
 *
 * @param all the operations, in the order of their areas; those of one annotation in the order in which they are written
 */
public record Operations(List<Operation> all) {

    /** The operations of a method that has none. */
    public static final Operations NONE = new Operations(List.of());

    public Operations {
        all = List.copyOf(all);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether the method handles requests. */
    public boolean handleRequests() {
        return all.stream().anyMatch(operation -> operation.site().handlesRequests());
    }

    /** Those of one annotation. */
    public <O extends Operation> List<O> all(Class<O> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** That of an annotation which a method has once; null if it has none. */
    public <O extends Operation> @Nullable O only(Class<O> type) {
        List<O> found = all(type);
        return found.isEmpty() ? null : found.get(0);
    }
}
