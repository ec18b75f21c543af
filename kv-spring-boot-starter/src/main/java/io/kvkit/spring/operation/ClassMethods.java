package io.kvkit.spring.operation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ReflectionUtils;

/** Finds the methods of a class that may have operations. */
final class ClassMethods {

    private ClassMethods() {}

    /** Whether a class's own annotation is about the method: one that others call. */
    static boolean isCallable(Class<?> type, Method method) {
        // A final method that the class inherits is not its author's mistake.
        boolean inheritedFinal = Modifier.isFinal(method.getModifiers()) && method.getDeclaringClass() != type;
        return !inheritedFinal
                && !Controllers.assists(method)
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class
                && !ReflectionUtils.isEqualsMethod(method)
                && !ReflectionUtils.isHashCodeMethod(method)
                && !ReflectionUtils.isToStringMethod(method);
    }

    /** The methods of a class that are annotated, or that others call if the class itself is. */
    static Set<Method> of(Class<?> type, Annotations annotations) {
        boolean ofClass = annotations.areOn(type);
        return new LinkedHashSet<>(MethodIntrospector.selectMethods(type, (ReflectionUtils.MethodFilter)
                method -> annotations.areOn(method) || ofClass && isCallable(type, method)));
    }
}
