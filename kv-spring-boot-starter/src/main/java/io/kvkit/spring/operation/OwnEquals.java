package io.kvkit.spring.operation;

import java.lang.reflect.Method;

/** Recognizes classes that define their own {@code equals()}. */
final class OwnEquals {

    private OwnEquals() {}

    static boolean has(Class<?> type) {
        return method(type).getDeclaringClass() != Object.class;
    }

    /**
     * Returns whether the type changes the {@code equals()} of a class of the JDK that it extends, such as a list or
     * number.
     */
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
