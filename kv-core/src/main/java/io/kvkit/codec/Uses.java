package io.kvkit.codec;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares how collections and maps sort and find their elements. */
final class Uses {

    private Uses() {}

    /** Returns how a copy behaves differently; null if it does not. */
    static @Nullable String difference(Object value, Object copy) {
        if (!isSortedAlike(value, copy)) {
            return " loses its order";
        }
        return findsAlike(value, copy) ? null : " comes back as a case-sensitive one";
    }

    // A sorted collection that is read as one that keeps any order stays in its order.
    private static boolean isSortedAlike(Object value, Object copy) {
        boolean loses = value instanceof PriorityQueue<?> && !(copy instanceof PriorityQueue<?>);
        return !loses && (!isSorted(copy) || !isSorted(value) || Objects.equals(order(value), order(copy)));
    }

    private static boolean isSorted(Object value) {
        return value instanceof SortedSet<?> || value instanceof SortedMap<?, ?> || value instanceof PriorityQueue<?>;
    }

    private static @Nullable Comparator<?> order(Object value) {
        Comparator<?> order = null;
        if (value instanceof SortedSet<?> set) {
            order = set.comparator();
        } else if (value instanceof SortedMap<?, ?> map) {
            order = map.comparator();
        } else if (value instanceof PriorityQueue<?> queue) {
            order = queue.comparator();
        }
        return Comparator.naturalOrder().equals(order) ? null : order;
    }

    // A case-insensitive table can be equal to a case-sensitive one.
    private static boolean findsAlike(Object value, Object copy) {
        Set<?> keys = keys(value);
        if (keys.isEmpty()) {
            return true;
        }
        // What is written in both ways was not found by the other one.
        Set<?> written = new HashSet<>(keys);
        Set<?> others = copy instanceof List<?> list ? new HashSet<>(list) : keys(copy);
        return keys.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .flatMap(text -> Stream.of(text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT)))
                .noneMatch(text -> !written.contains(text) && keys.contains(text) && !others.contains(text));
    }

    // Other collections find elements by equality.
    private static Set<?> keys(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.keySet();
        }
        return value instanceof Set<?> set ? set : Set.of();
    }
}
