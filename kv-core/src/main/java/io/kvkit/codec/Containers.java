package io.kvkit.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Compares values that contain other values: arrays, Optionals, entries, collections and maps. */
final class Containers {

    private final Likeness parts;

    Containers(Likeness parts) {
        this.parts = parts;
    }

    static boolean isOne(Object value) {
        return value.getClass().isArray()
                || value instanceof Collection<?>
                || value instanceof Map<?, ?>
                || value instanceof Optional<?>
                || value instanceof AtomicReference<?>
                || value instanceof Map.Entry<?, ?>;
    }

    boolean like(Object value, Object copy, Type declared) {
        if (value instanceof Collection<?> one && copy instanceof Collection<?> other) {
            return isSameKind(one, other, declared) && likeUse(one, other) && likeCollections(one, other, declared);
        }
        if (value instanceof Map<?, ?> one && copy instanceof Map<?, ?> other) {
            return likeUse(one, other) && isAsLarge(one.size(), other.size()) && likeMaps(one, other, declared);
        }
        if (value instanceof Optional<?> one && copy instanceof Optional<?> other) {
            return parts.like(one.orElse(null), other.orElse(null), Reflected.content(declared));
        }
        if (value instanceof AtomicReference<?> one && copy instanceof AtomicReference<?> other) {
            return parts.like(one.get(), other.get(), Reflected.content(declared));
        }
        if (value instanceof Map.Entry<?, ?> one && copy instanceof Map.Entry<?, ?> other) {
            return likeEntries(one, other, Reflected.content(declared));
        }
        return likeArrays(value, copy);
    }

    private boolean likeArrays(Object value, Object copy) {
        if (value.getClass() != copy.getClass()) {
            return parts.differs(Likeness.name(value) + " comes back as " + Likeness.name(copy));
        }
        if (value instanceof Object[] one && copy instanceof Object[] other) {
            return likeElements(
                    Arrays.asList(one).iterator(),
                    Arrays.asList(other).iterator(),
                    value.getClass().getComponentType());
        }
        return Objects.deepEquals(value, copy) || parts.differs(Likeness.name(value) + " is not equal");
    }

    // Code that declares a general collection, or a queue, cannot see a more specific kind.
    private boolean isSameKind(Collection<?> value, Collection<?> copy, Type declared) {
        boolean same = Iterable.class.isAssignableFrom(Reflected.raw(declared))
                || (value instanceof List<?> == copy instanceof List<?>
                        && value instanceof Set<?> == copy instanceof Set<?>);
        return same || parts.differs(Likeness.name(value) + " comes back as " + Likeness.name(copy));
    }

    private boolean isAsLarge(int value, int copy) {
        return value == copy || parts.differs("elements are lost or added");
    }

    private boolean likeUse(Object value, Object copy) {
        String other = Uses.difference(value, copy);
        return other == null || parts.differs(Likeness.name(value) + other);
    }

    private boolean likeCollections(Collection<?> value, Collection<?> copy, Type declared) {
        boolean alike = likeElements(value.iterator(), copy.iterator(), Reflected.content(declared));
        if (!alike && value instanceof Set<?> one && copy instanceof Set<?> other && one.equals(other)) {
            alike = parts.likeInOtherPlaces();
        }
        return alike && likeRest(value, copy);
    }

    private boolean likeElements(Iterator<?> value, Iterator<?> copy, Type declared) {
        while (value.hasNext() && copy.hasNext()) {
            if (!parts.like(value.next(), copy.next(), declared)) {
                return false;
            }
        }
        return value.hasNext() == copy.hasNext() || parts.differs("elements are lost or added");
    }

    private boolean likeMaps(Map<?, ?> value, Map<?, ?> copy, Type declared) {
        return (likeElements(value.entrySet().iterator(), copy.entrySet().iterator(), declared)
                        || likeByKey(value, copy, Reflected.content(declared)))
                && likeRest(value, copy);
    }

    private boolean likeByKey(Map<?, ?> value, Map<?, ?> copy, Type declared) {
        return value.keySet().equals(copy.keySet())
                && value.entrySet().stream()
                        .allMatch(entry -> parts.like(entry.getValue(), copy.get(entry.getKey()), declared))
                && parts.likeInOtherPlaces();
    }

    private boolean likeEntries(Map.Entry<?, ?> value, Map.Entry<?, ?> copy, Type declared) {
        return parts.like(value.getKey(), copy.getKey(), Object.class)
                && parts.like(value.getValue(), copy.getValue(), declared);
    }

    // Compares the other fields of an application's collection; how it stores its elements is not compared.
    private boolean likeRest(Object value, Object copy) {
        return value.getClass() != copy.getClass()
                || parts.likeFields(
                        value, copy, StateFields.of(value.getClass()).shown());
    }
}
