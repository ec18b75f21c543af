package io.kvkit.spring.operation.type;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * The annotations of a method as a class has it. They are those of the method and of the methods that it overrides, and
 * those of the interfaces of the class that it implements, even if the class inherits it from one that does not know
 * them.
 *
 * @param nearestFirst the annotations, by the method that they were found on
 */
public record MethodAnnotations(List<MergedAnnotations> nearestFirst) {

    /** Finds the annotations of a method of a class. */
    public static MethodAnnotations of(Class<?> type, Method method) {
        return new MethodAnnotations(searched(type, method)
                .map(each -> MergedAnnotations.from(each, SearchStrategy.TYPE_HIERARCHY))
                .toList());
    }

    /**
     * Returns the methods from which a search up the type hierarchy finds all annotations of a method of a class, the
     * nearest first: the method, and those of interfaces that the class of the method does not know.
     */
    public static Stream<Method> searched(Class<?> type, Method method) {
        return Stream.concat(Stream.of(method), implementedOnlyBy(type, method));
    }

    /** Returns whether one of the methods has the annotation, also as meta-annotation. */
    public boolean include(Class<? extends Annotation> annotation) {
        return nearestFirst.stream().anyMatch(each -> each.isPresent(annotation));
    }

    /** Returns whether one of the methods has the annotation, also as meta-annotation. */
    public boolean include(String annotation) {
        return nearestFirst.stream().anyMatch(each -> each.isPresent(annotation));
    }

    /** Returns those of the nearest method that has an annotation; those of the method itself if none has. */
    public MergedAnnotations nearest(Class<? extends Annotation> annotation) {
        return nearestFirst.stream()
                .filter(each -> each.isPresent(annotation))
                .findFirst()
                .orElse(nearestFirst.get(0));
    }

    /** Returns all annotations of a type, the nearest first. */
    public Stream<MergedAnnotation<Annotation>> all(String annotation) {
        return nearestFirst.stream().flatMap(each -> each.stream(annotation));
    }

    // The search from a method does not see what only a subclass of its class implements.
    private static Stream<Method> implementedOnlyBy(Class<?> type, Method method) {
        if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            return Stream.empty();
        }
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .filter(each -> !each.isAssignableFrom(method.getDeclaringClass()))
                .flatMap(each -> Arrays.stream(each.getMethods()))
                .filter(each -> isSame(type, method, each));
    }

    private static boolean isSame(Class<?> type, Method method, Method other) {
        return other.getName().equals(method.getName())
                && other.getParameterCount() == method.getParameterCount()
                && !Modifier.isStatic(other.getModifiers())
                && Signature.of(type, other).equals(Signature.of(type, method));
    }
}
