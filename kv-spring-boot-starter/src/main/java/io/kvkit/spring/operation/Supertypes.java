package io.kvkit.spring.operation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of a type and of everything that it extends or implements: types are told by name that may be absent. */
public final class Supertypes {

    private Supertypes() {}

    /** The names, the type's own first; without {@code Object}. */
    public static Set<String> names(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        add(type, names);
        return names;
    }

    /** Whether one of the names is that of the type, or of what it extends or implements. */
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
