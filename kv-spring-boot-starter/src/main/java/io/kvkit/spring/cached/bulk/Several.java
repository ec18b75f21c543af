package io.kvkit.spring.cached.bulk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** A declared type of several values, and the class of which a caller or a method gets one. */
enum Several {
    /** Values by id, in order. */
    MAP(Map.class, LinkedHashMap.class),
    /** A list, also for a parameter that is any collection. */
    LIST(Collection.class, ArrayList.class),
    /** A set, in order. */
    SET(Set.class, LinkedHashSet.class);

    private final Class<?> kind;
    private final Class<?> made;

    Several(Class<?> kind, Class<?> made) {
        this.kind = kind;
        this.made = made;
    }

    /** Returns the form of a declared type; null if it has none. */
    static @Nullable Several of(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        for (Several form : values()) {
            if (form.kind.isAssignableFrom(raw) && raw.isAssignableFrom(form.made)) {
                return form;
            }
        }
        return null;
    }

    /** Returns some elements as a caller of its own may change them. */
    Collection<@Nullable Object> of(List<@Nullable Object> elements) {
        return this == SET ? new LinkedHashSet<>(elements) : new ArrayList<>(elements);
    }
}
