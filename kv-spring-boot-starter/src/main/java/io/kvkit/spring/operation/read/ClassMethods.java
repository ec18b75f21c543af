package io.kvkit.spring.operation.read;

import io.kvkit.spring.operation.type.Controllers;
import io.kvkit.spring.operation.type.Signature;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.core.BridgeMethodResolver;
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
                && !Controllers.assists(type, method)
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
        return declaredOnce(type, MethodIntrospector.selectMethods(type, (ReflectionUtils.MethodFilter)
                method -> annotations.areOn(type, method) || ofClass && isCallable(type, method)));
    }

    // A bridge calls a method of a hidden superclass, and several interfaces may declare one method.
    private static Set<Method> declaredOnce(Class<?> type, Set<Method> selected) {
        Set<Method> methods = new LinkedHashSet<>();
        Set<Signature> ofInterfaces = new HashSet<>();
        for (Method each : selected) {
            Method method = BridgeMethodResolver.findBridgedMethod(each);
            if (!method.getDeclaringClass().isInterface() || ofInterfaces.add(Signature.of(type, method))) {
                methods.add(method);
            }
        }
        return methods;
    }
}
