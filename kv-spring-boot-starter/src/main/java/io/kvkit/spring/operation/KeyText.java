package io.kvkit.spring.operation;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys as text: equal for equal values, different for different ones.
 *
 * <p>A scalar is its own text, escaped by {@link KeyScalar}, so 1, 1L and "1" are one key; a composite is {@code [a,b]}.
 * Since brackets and commas inside scalars are escaped, no two composites share a text. A record is the list of its
 * components and an enum's constant its name, behind the name of their class if it has siblings, because it implements an
 * interface.
 */
final class KeyText {

    /** The text of nothing: the key of a method without arguments. */
    static final String NOTHING = "[]";

    // No scalar holds these, because a backslash in a scalar is followed by what it escapes.
    private static final String NULL = "\\0";
    private static final String MAP = "\\m";
    private static final String RECORD = "\\r";
    private static final String CONSTANT = "\\c";
    private static final int MAX_DEPTH = 16;

    /** What null and blank are, as a key or as a part of one. */
    enum Nulls {
        /** Values like any other: equal calls have equal results. */
        VALUE,
        /** Nothing that could identify anybody or anything. */
        MISSING
    }

    private final Nulls nulls;

    KeyText(Nulls nulls) {
        this.nulls = nulls;
    }

    /**
     * The text of a value; null if it, or a part of it, is missing.
     *
     * @throws NoKeyTextException if it, or a part of it, has none
     */
    @Nullable
    String of(@Nullable Object value) {
        try {
            return part(value, 0);
        } catch (NoKeyTextException e) {
            if (e.isNullPart()) {
                return null;
            }
            throw e;
        }
    }

    private String text(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw NoKeyTextException.unsupported("something nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof Enum<?> constant && hasSiblings(constant.getDeclaringClass())) {
            return kind(CONSTANT, constant.getDeclaringClass()) + list(List.of(KeyScalar.escape(constant.name())));
        }
        if (value instanceof Map<?, ?> map) {
            return MAP + list(pairs(map, depth + 1));
        }
        List<String> parts = KeyScalar.isCommon(value) ? null : parts(value, depth + 1);
        return parts == null ? scalar(KeyScalar.text(value)) : kind(value) + list(parts);
    }

    private static String kind(Object value) {
        return value instanceof Record && hasSiblings(value.getClass()) ? kind(RECORD, value.getClass()) : "";
    }

    private static String kind(String mark, Class<?> type) {
        return mark + KeyScalar.escape(type.getName());
    }

    // Values of other classes may stand in the place of these: the interface is more than one of the JDK's.
    private static boolean hasSiblings(Class<?> type) {
        for (Class<?> each : type.getInterfaces()) {
            if (!each.getName().startsWith("java.")) {
                return true;
            }
        }
        return false;
    }

    private String part(@Nullable Object wrapped, int depth) {
        Object value = PlainValue.of(wrapped);
        if (value != null) {
            return text(value, depth);
        }
        if (nulls == Nulls.MISSING) {
            throw NoKeyTextException.nullPart();
        }
        return NULL;
    }

    private String scalar(String text) {
        if (nulls == Nulls.MISSING && Blank.is(text)) {
            throw NoKeyTextException.nullPart();
        }
        return KeyScalar.escape(text);
    }

    private @Nullable List<String> parts(Object value, int depth) {
        if (value instanceof Collection<?> collection) {
            List<String> parts = parts(collection, depth);
            // A set has no order that could be relied on.
            return collection instanceof Set ? sorted(parts) : parts;
        }
        if (value instanceof Record row) {
            return parts(RecordParts.of(row), depth);
        }
        return value.getClass().isArray() && !(value instanceof byte[]) ? elements(value, depth) : null;
    }

    private List<String> pairs(Map<?, ?> map, int depth) {
        List<String> pairs = new ArrayList<>(map.size());
        map.forEach((key, value) -> pairs.add(list(List.of(part(key, depth), part(value, depth)))));
        return sorted(pairs);
    }

    private List<String> parts(Collection<?> values, int depth) {
        List<String> parts = new ArrayList<>(values.size());
        for (Object value : values) {
            parts.add(part(value, depth));
        }
        return parts;
    }

    private List<String> elements(Object array, int depth) {
        int length = Array.getLength(array);
        List<String> parts = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            parts.add(part(Array.get(array, i), depth));
        }
        return parts;
    }

    private static List<String> sorted(List<String> parts) {
        parts.sort(null);
        return parts;
    }

    private static String list(List<String> parts) {
        return "[" + String.join(",", parts) + "]";
    }
}
