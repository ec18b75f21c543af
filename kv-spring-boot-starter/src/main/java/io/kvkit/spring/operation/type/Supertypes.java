package io.kvkit.spring.operation.type;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of a type and its supertypes. Compares names because types may be absent. */
public final class Supertypes {

    private Supertypes() {}

    /** Returns the names, the type's own first, without {@code Object}. */
    public static Set<String> names(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        add(type, names);
        return names;
    }

    /** Returns whether one of the names is that of the type or one of its supertypes; false if the type is null. */
    public static boolean include(@Nullable Class<?> type, List<String> names) {
        return type != null && names(type).stream().anyMatch(names::contains);
    }

    private static void add(@Nullable Class<?> type, Set<String> names) {
        if (type == null || type == Object.class || !names.add(type.getName())) {
            return;
        }
        add(type.getSuperclass(), names);
        for (Class<?> each : type.getInterfaces()) {
            add(each, names);
        }
    }
}
