package io.kvkit.spring.operation;

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

/** The annotations that make operations, and where they are found: also on what is overridden, and on annotations. */
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

    /** Whether the method, or one that it overrides or implements, is annotated. */
    boolean areOn(Method method) {
        MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
        return all.stream().anyMatch(annotations::isPresent);
    }

    /** Whether the class, or one that it extends or implements, is annotated. */
    boolean areOn(Class<?> type) {
        return ofClasses.stream().anyMatch(each -> !of(type, each).isEmpty());
    }

    /**
     * Refuses a class that carries, by an annotation of its own, one that is for methods.
     *
     * @throws KvConfigurationException naming the class, or what it extends or implements
     */
    void check(Class<?> type) {
        ClassRules.refuse(
                type, all.stream().filter(each -> !ofClasses.contains(each)).toList());
    }

    static List<? extends MergedAnnotation<?>> of(Class<?> type, Class<? extends Annotation> annotation) {
        return nearest(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY), annotation);
    }

    static List<? extends MergedAnnotation<?>> of(Method method, Class<? extends Annotation> annotation) {
        return nearest(MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY), annotation);
    }

    // Of own and inherited annotations only the nearest count, all of them if there can be several.
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
