package io.kvkit.spring.operation.read;

import io.kvkit.spring.operation.type.Controllers;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ReflectionUtils;

/** Finds the methods of a class that may have operations. */
final class ClassMethods {

    private ClassMethods() {}

    /** Returns whether a class-level annotation applies to the method, that is, whether other classes call it. */
    static boolean isCallable(Class<?> type, Method method) {
        // The author of the class cannot change an inherited final method.
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

    /**
     * Returns the annotated methods of a class, or all methods that other classes call if the class itself is
     * annotated.
     */
    static Set<Method> of(Class<?> type, Annotations annotations) {
        boolean ofClass = annotations.areOn(type);
        return new LinkedHashSet<>(MethodIntrospector.selectMethods(type, (ReflectionUtils.MethodFilter)
                method -> annotations.areOn(method) || ofClass && isCallable(type, method)));
    }
}
