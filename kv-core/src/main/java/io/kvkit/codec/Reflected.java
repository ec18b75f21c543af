package io.kvkit.codec;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import org.jspecify.annotations.Nullable;

/** Reads facts about classes and declarations by reflection. */
final class Reflected {

    private static final ClassValue<Boolean> EQUALS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("Every object has equals", e);
            }
        }
    };

    private Reflected() {}

    static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    static boolean hasEquals(Class<?> type) {
        return EQUALS.get(type);
    }

    static @Nullable Object get(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The field was made accessible", e);
        }
    }

    /** Returns the class of a declaration; Object if the declaration is a type variable. */
    static Class<?> raw(Type declared) {
        if (declared instanceof Class<?> type) {
            return type;
        }
        if (declared instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        }
        return declared instanceof WildcardType wildcard ? raw(wildcard.getUpperBounds()[0]) : Object.class;
    }

    /**
     * Returns the declared type of the elements of a collection, the values of a map, or the content of an Optional.
     */
    static Type content(Type declared) {
        if (declared instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return arguments[arguments.length - 1];
        }
        return declared instanceof WildcardType wildcard ? content(wildcard.getUpperBounds()[0]) : Object.class;
    }
}
