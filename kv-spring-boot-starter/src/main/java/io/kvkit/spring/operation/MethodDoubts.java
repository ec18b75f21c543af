package io.kvkit.spring.operation;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds annotations on one method that make little sense together. */
final class MethodDoubts {

    private MethodDoubts() {}

    /** Returns the warnings, each as a sentence. */
    static List<String> in(Collection<Operation> operations) {
        Map<String, List<Operation>> byMethod = new LinkedHashMap<>();
        operations.forEach(
                operation -> byMethod.computeIfAbsent(operation.site().place(), place -> new ArrayList<>())
                        .add(operation));
        return byMethod.values().stream()
                .map(MethodDoubts::ofMethod)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> ofMethod(List<Operation> operations) {
        String place = operations.get(0).site().place();
        boolean cached = has(operations, Cached.class);
        boolean idempotent = has(operations, Idempotent.class);
        boolean event = has(operations, DedupeEvent.class);
        if (idempotent && event) {
            return Optional.of("@Idempotent and @DedupeEvent stand on " + place
                    + ": both do its work once, and only @DedupeEvent sees a repeated call. Choose one.");
        }
        return cached && (idempotent || event)
                ? Optional.of("@Cached and @" + (event ? "DedupeEvent" : "Idempotent") + " stand on " + place
                        + ": a result that is found in the cache keeps the work of another call from being done.")
                : Optional.empty();
    }

    private static boolean has(List<Operation> operations, Class<? extends Annotation> annotation) {
        return operations.stream()
                .anyMatch(operation -> operation.site().annotation().equals(annotation.getSimpleName()));
    }
}
