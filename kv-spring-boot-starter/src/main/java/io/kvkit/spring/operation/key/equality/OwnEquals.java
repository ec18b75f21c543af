package io.kvkit.spring.operation.key.equality;

import java.lang.reflect.Method;

/** Recognizes classes that define their own {@code equals()}. */
public final class OwnEquals {

    private OwnEquals() {}

    /** Returns whether the type, or one that it extends, defines {@code equals()}. */
    public static boolean has(Class<?> type) {
        return method(type).getDeclaringClass() != Object.class;
    }

    /**
     * Returns whether the type changes the {@code equals()} of a class of the JDK that it extends, such as a list or
     * number.
     */
    public static boolean isChanged(Class<?> type) {
        Class<?> declaring = method(type).getDeclaringClass();
        Class<?> nearest = declaring;
        while (!isOfJdk(nearest)) {
            nearest = nearest.getSuperclass();
        }
        return nearest != declaring && has(nearest) && nearest != Record.class;
    }

    /** Returns whether the type belongs to the JDK. */
    public static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /** Returns the {@code equals()} that objects of the type have. */
    public static Method method(Class<?> type) {
        try {
            return (type.isInterface() ? Object.class : type).getMethod("equals", Object.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every class has equals()", e);
        }
    }
}
