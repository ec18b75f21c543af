package io.kvkit.recipe.cache.near;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes declared types whose values nobody can change: texts, numbers, times, enums, and records and Optionals of
 * these. Types that allow subclasses are none of them, apart from decimals and large integers, whose values are checked
 * one by one.
 */
final class Immutability {

    private static final Predicate<Object> EVERY = Objects::nonNull;
    private static final Set<Class<?>> FINAL = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            UUID.class,
            URI.class);
    private static final Set<Class<?>> EXACT = Set.of(BigDecimal.class, BigInteger.class);

    private final Map<Class<?>, Known> begun = new HashMap<>();

    private Immutability() {}

    /** Returns a test of the values of a declared type; null if its values can be changed. */
    static @Nullable Predicate<Object> of(Type type) {
        return new Immutability().test(type);
    }

    private @Nullable Predicate<Object> test(Type type) {
        if (type instanceof WildcardType wildcard) {
            return test(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Optional.class ? ofOptional(generic.getActualTypeArguments()[0]) : null;
        }
        return type instanceof Class<?> known ? ofClass(known) : null;
    }

    private @Nullable Predicate<Object> ofClass(Class<?> type) {
        if (type.isPrimitive() || type.isEnum() || FINAL.contains(type) || isTime(type)) {
            return EVERY;
        }
        if (EXACT.contains(type)) {
            return value -> value.getClass() == type;
        }
        return type.isRecord() ? ofRecord(type) : null;
    }

    // ZoneId is sealed.
    private static boolean isTime(Class<?> type) {
        return type == ZoneId.class
                || (type.getPackageName().equals("java.time") && Modifier.isFinal(type.getModifiers()));
    }

    private @Nullable Predicate<Object> ofOptional(Type inner) {
        Predicate<Object> test = test(inner);
        return test == null
                ? null
                : value -> value instanceof Optional<?> held && held.stream().allMatch(test);
    }

    private @Nullable Predicate<Object> ofRecord(Class<?> type) {
        Known known = begun.get(type);
        if (known != null) {
            return known;
        }
        Known own = new Known();
        begun.put(type, own);
        List<Predicate<Object>> tests = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Predicate<Object> test = test(component.getGenericType());
            if (test == null) {
                return null;
            }
            if (test != EVERY) {
                tests.add(new Part(component, test));
            }
        }
        own.test = tests.isEmpty() ? EVERY : value -> tests.stream().allMatch(part -> part.test(value));
        return own.test;
    }

    /** The test of a record that occurs again, perhaps in itself. */
    private static final class Known implements Predicate<Object> {

        private Predicate<Object> test = EVERY;

        @Override
        public boolean test(Object value) {
            return test.test(value);
        }
    }

    /** Tests one component of a record. */
    private record Part(RecordComponent component, Predicate<Object> test) implements Predicate<Object> {

        Part {
            component.getAccessor().trySetAccessible();
        }

        @Override
        public boolean test(Object value) {
            try {
                Object part = component.getAccessor().invoke(value);
                return part == null || test.test(part);
            } catch (ReflectiveOperationException e) {
                return false;
            }
        }
    }
}
