package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.key.equality.FieldEquality;
import io.kvkit.spring.operation.key.equality.OwnEquals;
import io.kvkit.spring.operation.key.text.KeyForm.Composite;
import io.kvkit.spring.operation.key.text.KeyForm.None;
import io.kvkit.store.KeyEscape;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Records, beans and data classes: objects whose whole state is visible from outside. They are written as the name of
 * their class and the list of their fields.
 */
final class Properties {

    private Properties() {}

    /** Returns the form of the type's values; null if the type is not a class of the application. */
    static @Nullable KeyForm form(Class<?> type) {
        if (type.isInterface()
                || type.isArray()
                || type.isHidden()
                || Proxy.isProxyClass(type)
                || OwnEquals.isOfJdk(type)) {
            return null;
        }
        List<Field> fields = fields(type);
        for (Field field : fields) {
            if (!type.isRecord() && !isVisible(type, field)) {
                return new None("does not show its field " + field.getName());
            }
            if (!field.trySetAccessible()) {
                return new None("does not let its field " + field.getName() + " be read");
            }
        }
        if (fields.isEmpty() && !type.isRecord() && !OwnEquals.has(type)) {
            return new None("has no state that distinguishes two of its objects");
        }
        FieldEquality equality = FieldEquality.of(type);
        String difference = equality.difference(fields);
        return difference == null
                ? new Composite(KeyEscape.mark('b', equality.owner()), true, row -> read(row, fields), fields)
                : new None(difference);
    }
    // Those of what a class extends come first.
    private static List<Field> fields(@Nullable Class<?> type) {
        if (type == null) {
            return List.of();
        }
        List<Field> fields = new ArrayList<>(fields(type.getSuperclass()));
        Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .forEach(fields::add);
        return List.copyOf(fields);
    }

    private static boolean isVisible(Class<?> type, Field field) {
        String name = field.getName();
        String capital = StringUtils.capitalize(name);
        return Modifier.isPublic(field.getModifiers())
                || isGetter(type, "get" + capital)
                || isGetter(type, "is" + capital)
                || isGetter(type, name)
                || name.startsWith("is") && isGetter(type, "get" + name.substring(2));
    }

    private static boolean isGetter(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .anyMatch(method -> method.getName().equals(name)
                        && method.getParameterCount() == 0
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getReturnType() != void.class);
    }

    private static List<@Nullable Object> read(Object row, List<Field> fields) {
        List<@Nullable Object> parts = new ArrayList<>(fields.size());
        for (Field field : fields) {
            try {
                parts.add(field.get(row));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return parts;
    }
}
