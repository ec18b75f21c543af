package io.kvkit.spring.operation.read;

import io.kvkit.spring.KvConfigurationException;
import java.lang.annotation.Annotation;
import java.util.List;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Refuses classes that carry a method-only annotation through a composed annotation. */
final class ClassRules {

    private ClassRules() {}

    /** Refuses any of the annotations on the class or one of its supertypes. */
    static void refuse(Class<?> type, List<Class<? extends Annotation>> ofMethods) {
        MergedAnnotations annotations = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY);
        for (Class<? extends Annotation> each : ofMethods) {
            annotations.stream(each).findFirst().ifPresent(found -> {
                throw refused(type, found);
            });
        }
    }

    private static KvConfigurationException refused(Class<?> type, MergedAnnotation<?> annotation) {
        Class<?> annotated = annotation.getSource() instanceof Class<?> source ? source : type;
        return new KvConfigurationException(
                type,
                annotated.getName(),
                "@" + annotation.getRoot().getType().getSimpleName(),
                "it carries @" + annotation.getType().getSimpleName() + ", which would do nothing on a class",
                "Put it on the methods");
    }
}
