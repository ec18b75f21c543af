package io.kvkit.spring.operation;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the components of records, in the order of their declaration. */
final class RecordParts {

    private static final ClassValue<List<Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .peek(accessor -> accessor.setAccessible(true))
                    .toList();
        }
    };

    private RecordParts() {}

    /**
     * The values of all components.
     *
     * @throws NoKeyTextException if they cannot be read
     */
    static List<@Nullable Object> of(Record row) {
        List<@Nullable Object> parts = new ArrayList<>();
        try {
            for (Method accessor : ACCESSORS.get(row.getClass())) {
                parts.add(accessor.invoke(row));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw NoKeyTextException.unsupported(row.getClass().getName() + " (its components cannot be read)");
        }
        return parts;
    }
}
