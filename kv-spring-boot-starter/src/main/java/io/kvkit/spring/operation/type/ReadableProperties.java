package io.kvkit.spring.operation.type;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.util.StringUtils;

/** The names of the properties that SpEL reads. */
public final class ReadableProperties {

    private ReadableProperties() {}

    /** Returns the properties that SpEL reads from a type. */
    public static SortedSet<String> of(Class<?> type) {
        SortedSet<String> names = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (isGetter(method)) {
                names.add(StringUtils.uncapitalize(method.getName().replaceFirst("^(get|is)(?=[A-Z])", "")));
            }
        }
        for (Field field : type.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                names.add(field.getName());
            }
        }
        return names;
    }

    // An accessor without a prefix belongs to a record, or to a class with a field of that name.
    private static boolean isGetter(Method method) {
        boolean reads = method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
        String name = method.getName();
        return reads
                && (name.matches("(get|is)[A-Z].*")
                        || Arrays.stream(method.getDeclaringClass().getDeclaredFields())
                                .anyMatch(field -> field.getName().equals(name)));
    }
}
