package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.key.equality.OwnEquals;
import io.kvkit.spring.operation.key.text.KeyForm.Composite;
import io.kvkit.spring.operation.key.text.KeyForm.None;
import io.kvkit.spring.operation.key.text.KeyForm.Single;
import io.kvkit.spring.operation.type.Supertypes;
import io.kvkit.store.KeyEscape;
import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Lists, sets, maps, arrays and constants. */
final class Containers {

    private static final String SET = "\\s";
    private static final String MAP = "\\m";
    private static final String ENTRY = "\\p";

    private Containers() {}

    /** Returns the form of the type's values; null if the type is not a container. */
    static @Nullable KeyForm form(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            return constant(type);
        }
        if (Supertypes.names(type).contains("org.springframework.util.LinkedCaseInsensitiveMap")) {
            return new None("does not distinguish its keys by their case");
        }
        if (Set.class.isAssignableFrom(type)) {
            return new Composite(SET, false, Containers::elements, List.of());
        }
        if (Map.class.isAssignableFrom(type)) {
            return new Composite(MAP, false, Containers::pairs, List.of());
        }
        if (Map.Entry.class.isAssignableFrom(type)) {
            return Composite.of(ENTRY, value -> pair((Map.Entry<?, ?>) value));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return collection(type);
        }
        return type.isArray() ? Composite.of("", Elements::new) : null;
    }

    private static KeyForm constant(Class<?> type) {
        // The class of a constant with a body extends its enum.
        Class<?> declaring = type.isEnum() ? type : Objects.requireNonNull(type.getSuperclass());
        if (!hasSiblings(declaring)) {
            return new Single(value -> ((Enum<?>) value).name());
        }
        return Composite.of(KeyEscape.mark('c', declaring), value -> List.of(((Enum<?>) value).name()));
    }

    // An interface has implementations other than those of the JDK.
    private static boolean hasSiblings(Class<?> type) {
        return Arrays.stream(type.getInterfaces())
                .anyMatch(each -> !each.getName().startsWith("java."));
    }

    // Two equal bags may have different orders.
    private static KeyForm collection(Class<?> type) {
        boolean ordered = List.class.isAssignableFrom(type) || !OwnEquals.has(type);
        return ordered
                ? Composite.of("", value -> (Collection<?>) value)
                : new None("is a collection that is neither a list nor a set");
    }

    private static Set<?> elements(Object set) {
        if (set instanceof SortedSet<?> sorted) {
            requireEquals(sorted.comparator(), set);
        }
        return (Set<?>) set;
    }

    private static List<List<?>> pairs(Object map) {
        if (map instanceof SortedMap<?, ?> sorted) {
            requireEquals(sorted.comparator(), map);
        }
        return ((Map<?, ?>) map)
                .entrySet().stream().<List<?>>map(Containers::pair).toList();
    }

    // Two texts may be equal to a comparator.
    private static void requireEquals(@Nullable Comparator<?> order, Object value) {
        boolean natural =
                order == null || order.equals(Comparator.naturalOrder()) || order.equals(Comparator.reverseOrder());
        if (!natural) {
            throw NoKeyTextException.unsupported(
                    value.getClass().getName() + ", whose comparator decides what is equal");
        }
    }

    private static List<?> pair(Map.Entry<?, ?> entry) {
        return Arrays.asList(entry.getKey(), entry.getValue());
    }

    /** An array as a list, primitive elements included. */
    private static final class Elements extends AbstractList<@Nullable Object> {

        private final Object array;

        Elements(Object array) {
            this.array = array;
        }

        @Override
        public @Nullable Object get(int index) {
            return Array.get(array, index);
        }

        @Override
        public int size() {
            return Array.getLength(array);
        }
    }
}
