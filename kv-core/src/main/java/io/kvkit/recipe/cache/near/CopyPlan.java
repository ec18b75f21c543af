package io.kvkit.recipe.cache.near;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a declared type are kept, so that no caller can change what the others see: shared, copied with
 * their elements shared, or not at all as objects.
 *
 * @param tests the tests of the value itself, or of its elements, or of its keys and values; empty if values are not
 *     kept as objects
 * @param container whether values contain others
 */
record CopyPlan(List<Predicate<Object>> tests, boolean container) {

    private static final CopyPlan NONE = new CopyPlan(List.of(), false);
    private static final Map<Class<?>, UnaryOperator<Object>> COPIES = Map.of(
            ArrayList.class, value -> new ArrayList<>((Collection<?>) value),
            LinkedHashSet.class, value -> new LinkedHashSet<>((Collection<?>) value),
            TreeSet.class, value -> new TreeSet<>((SortedSet<?>) value),
            LinkedHashMap.class, value -> new LinkedHashMap<>((Map<?, ?>) value),
            TreeMap.class, value -> new TreeMap<>((SortedMap<?, ?>) value));

    static CopyPlan of(Type type) {
        Predicate<Object> own = Immutability.of(type);
        if (own != null) {
            return new CopyPlan(List.of(own), false);
        }
        List<@Nullable Predicate<Object>> parts =
                parts(type).map(Immutability::of).toList();
        return parts.isEmpty() || parts.contains(null)
                ? NONE
                : new CopyPlan(parts.stream().map(Objects::requireNonNull).toList(), true);
    }

    private static Stream<Type> parts(Type type) {
        if (type instanceof Class<?> array && array.isArray()) {
            return Stream.of(array.getComponentType());
        }
        if (type instanceof GenericArrayType array) {
            return Stream.of(array.getGenericComponentType());
        }
        return type instanceof ParameterizedType generic && isContainer((Class<?>) generic.getRawType())
                ? Arrays.stream(generic.getActualTypeArguments())
                : Stream.of();
    }

    private static boolean isContainer(Class<?> type) {
        return type.getPackageName().equals("java.util")
                && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type));
    }

    /** Returns a value as content; null if the value is not as safe as its declared type. */
    @Nullable
    Content content(Object value) {
        if (tests.isEmpty()) {
            return null;
        }
        if (!container) {
            return tests.get(0).test(value) ? new Content.Shared(value) : null;
        }
        UnaryOperator<Object> copying =
                value.getClass().isArray() ? CopyPlan::copyOfArray : COPIES.get(value.getClass());
        return copying == null || !areSafe(value) ? null : new Content.Copied(copying.apply(value), copying);
    }

    private boolean areSafe(Object value) {
        if (value instanceof Map<?, ?> map) {
            return areSafe(map.keySet().stream(), tests.get(0)) && areSafe(map.values().stream(), tests.get(1));
        }
        return value instanceof Collection<?> elements
                ? areSafe(elements.stream(), tests.get(0))
                : value.getClass().getComponentType().isPrimitive()
                        || areSafe(
                                IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i)),
                                tests.get(0));
    }

    private static boolean areSafe(Stream<?> values, Predicate<Object> test) {
        return values.allMatch(value -> value == null || test.test(value));
    }

    private static Object copyOfArray(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }
}
