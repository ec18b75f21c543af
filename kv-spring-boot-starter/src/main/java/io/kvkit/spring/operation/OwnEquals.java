package io.kvkit.spring.operation;

import java.lang.reflect.Method;

/** Tells classes whose authors said when two of their objects are equal. */
final class OwnEquals {

    private OwnEquals() {}

    static boolean has(Class<?> type) {
        return method(type).getDeclaringClass() != Object.class;
    }

    /** Whether the type extends a class of the JDK that has a rule, as a list or a number, and has another one. */
    static boolean isChanged(Class<?> type) {
        Class<?> declaring = method(type).getDeclaringClass();
        Class<?> nearest = declaring;
        while (!isOfJdk(nearest)) {
            nearest = nearest.getSuperclass();
        }
        return nearest != declaring && has(nearest) && nearest != Record.class;
    }

    static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    static Method method(Class<?> type) {
        try {
            return (type.isInterface() ? Object.class : type).getMethod("equals", Object.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every class has equals()", e);
        }
    }
}
