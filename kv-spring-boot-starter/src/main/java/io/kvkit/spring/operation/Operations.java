package io.kvkit.spring.operation;

import io.kvkit.spring.operation.type.Controllers;
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

    /** Copies the operations. */
    public Operations {
        all = List.copyOf(all);
    }

    /** Returns whether there are no operations. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns whether the method handles requests. */
    public boolean handleRequests() {
        return all.stream()
                .anyMatch(operation -> Controllers.handles(
                        operation.site().type(), operation.site().method()));
    }

    /** Returns the operations of one annotation. */
    public <O extends Operation> List<O> all(Class<O> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns the operation of an annotation that is not repeatable; null if the method has none. */
    public <O extends Operation> @Nullable O only(Class<O> type) {
        List<O> found = all(type);
        return found.isEmpty() ? null : found.get(0);
    }
}
