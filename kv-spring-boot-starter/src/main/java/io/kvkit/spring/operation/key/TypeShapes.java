package io.kvkit.spring.operation.key;

import io.kvkit.spring.operation.type.ReadableProperties;
import io.kvkit.spring.operation.type.TypeRelations;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.ResolvableType;

/** Derives the shapes of keys from their types. */
final class TypeShapes {

    private static final List<String> FRAMEWORKS =
            List.of("org.springframework.", "jakarta.", "java.security.", "java.io.");

    private TypeShapes() {}

    /** Returns whether values of the type are the application's own, or plain ones. */
    static boolean isOfApplication(Class<?> type) {
        return FRAMEWORKS.stream().noneMatch(type.getName()::startsWith);
    }

    /** Returns the shape of values of a type. */
    static KeyShape of(ResolvableType type, String name, boolean constant) {
        Class<?> raw = TypeRelations.raw(type);
        if (raw == Optional.class) {
            return of(type.getGeneric(0), name, constant);
        }
        if (raw == null || !isOfApplication(raw)) {
            return new KeyShape(KeyShape.UNKNOWN, -1, List.of(name), constant);
        }
        if (raw.isRecord()) {
            return new KeyShape(KeyShape.WHOLE + raw.getSimpleName(), -1, List.of(name), constant);
        }
        boolean isList = raw.isArray() && raw != byte[].class || Collection.class.isAssignableFrom(raw);
        return isList
                ? new KeyShape(KeyShape.LIST, -1, List.of(), constant)
                : new KeyShape(kind(raw), -1, List.of(name), constant);
    }

    private static String kind(Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            return KeyShape.MAP;
        }
        // A constant is written as its name, which is never a number.
        if (CharSequence.class.isAssignableFrom(type) || type == Character.class) {
            return KeyShape.TEXT;
        }
        if (Number.class.isAssignableFrom(type)) {
            return "number";
        }
        if (type.isEnum()) {
            return "constant";
        }
        boolean isScalar = type.getName().startsWith("java.") && !Modifier.isAbstract(type.getModifiers());
        if (isScalar || type == byte[].class) {
            return type.getSimpleName();
        }
        return isBean(type) ? KeyShape.WHOLE + "object" : KeyShape.UNKNOWN;
    }

    // An application may write an object with one property as a text. A subclass may be passed instead of the declared
    // class.
    private static boolean isBean(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers())
                && ReadableProperties.of(type).size() > 1;
    }
}
