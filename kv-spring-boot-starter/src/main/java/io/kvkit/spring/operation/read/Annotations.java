package io.kvkit.spring.operation.read;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.type.MethodAnnotations;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The annotations that declare operations. Finds them also as meta-annotations and on supertypes and overridden
 * methods.
 */
final class Annotations {

    private final List<Class<? extends Annotation>> all;
    private final List<Class<? extends Annotation>> ofClasses;

    Annotations(List<Class<? extends Annotation>> all) {
        this.all = List.copyOf(all);
        this.ofClasses = all.stream().filter(Annotations::isForClasses).toList();
    }

    static boolean isForClasses(Class<? extends Annotation> annotation) {
        Target target = annotation.getAnnotation(Target.class);
        return target == null || Arrays.asList(target.value()).contains(ElementType.TYPE);
    }

    /** Returns whether a method of a class, or one that it overrides or implements, is annotated. */
    boolean areOn(Class<?> type, Method method) {
        MethodAnnotations annotations = MethodAnnotations.of(type, method);
        return all.stream().anyMatch(annotations::include);
    }

    /** Returns whether the class, or one that it extends or implements, is annotated. */
    boolean areOn(Class<?> type) {
        return ofClasses.stream().anyMatch(each -> !of(type, each).isEmpty());
    }

    /**
     * Refuses a class that carries a method-only annotation through a composed annotation.
     *
     * @throws KvConfigurationException if the class, or one of its supertypes, carries such an annotation; the message
     *     names it
     */
    void check(Class<?> type) {
        ClassRules.refuse(
                type, all.stream().filter(each -> !ofClasses.contains(each)).toList());
    }

    static List<? extends MergedAnnotation<?>> of(Class<?> type, Class<? extends Annotation> annotation) {
        return nearest(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY), annotation);
    }

    static List<? extends MergedAnnotation<?>> of(
            Class<?> type, Method method, Class<? extends Annotation> annotation) {
        return nearest(MethodAnnotations.of(type, method).nearest(annotation), annotation);
    }

    // Only the nearest annotations count: all of them if the annotation is repeatable.
    private static <A extends Annotation> List<MergedAnnotation<A>> nearest(
            MergedAnnotations annotations, Class<A> annotation) {
        List<MergedAnnotation<A>> found = annotations.stream(annotation).toList();
        int nearest = found.stream()
                .mapToInt(MergedAnnotation::getAggregateIndex)
                .min()
                .orElse(0);
        return found.stream()
                .filter(each -> each.getAggregateIndex() == nearest)
                .limit(annotation.isAnnotationPresent(Repeatable.class) ? Long.MAX_VALUE : 1)
                .toList();
    }
}
