package io.kvkit.codec;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recognizes types whose values differ in kind, so that checked values say nothing about the next one. */
final class OpenTypes {

    // Abstract, but one kind of value.
    private static final List<Class<?>> CLOSED = List.of(Collection.class, Map.class, Map.Entry.class, Enum.class);

    private final Set<Type> seen = new HashSet<>();

    private OpenTypes() {}

    /** Returns whether the type, or a part of it, declares an {@code Object}, an interface or an abstract class. */
    static boolean isOpen(Type type) {
        return new OpenTypes().find(type);
    }

    private boolean find(Type type) {
        if (!seen.add(type)) {
            return false;
        }
        if (type instanceof ParameterizedType generic) {
            return find(generic.getRawType())
                    || Arrays.stream(generic.getActualTypeArguments()).anyMatch(this::find);
        }
        if (type instanceof WildcardType wildcard) {
            return Arrays.stream(wildcard.getUpperBounds()).anyMatch(this::find);
        }
        if (type instanceof GenericArrayType array) {
            return find(array.getGenericComponentType());
        }
        // The arguments of the class determine the type of a variable.
        return type instanceof Class<?> known && (known.isArray() ? find(known.getComponentType()) : isOpen(known));
    }

    private boolean isOpen(Class<?> type) {
        if (type == Object.class || isAbstract(type)) {
            return true;
        }
        return StateFields.of(type).all().stream().map(Field::getGenericType).anyMatch(this::find);
    }

    private static boolean isAbstract(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers())
                && !type.isPrimitive()
                && !type.isEnum()
                && CLOSED.stream().noneMatch(closed -> closed.isAssignableFrom(type));
    }
}
