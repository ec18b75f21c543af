package io.kvkit.spring.operation;

import java.util.List;
import java.util.Locale;

/**
 * What is known of a key before any call.
 *
 * @param kind what its values are: {@link #UNKNOWN}, {@link #TEXT}, {@link #LIST}, {@link #MAP}, or the name of another
 *     kind of single value
 * @param size how many parts a list has; -1 if that is not known
 * @param names what the key, or each part of it, is called; empty where it has no name
 * @param constant whether it is the same for all calls
 */
public record KeyShape(String kind, int size, List<String> names, boolean constant) {

    static final String UNKNOWN = "unknown";
    static final String TEXT = "text";
    static final String LIST = "list";
    static final String MAP = "map";

    /** What the kinds of objects with several properties begin with. */
    static final String WHOLE = "whole ";

    public KeyShape {
        names = List.copyOf(names);
    }

    /** Whether two keys of these shapes can ever be equal; when in doubt, yes. */
    public boolean mayMeet(KeyShape other) {
        if (kind.equals(UNKNOWN) || other.kind.equals(UNKNOWN)) {
            return true;
        }
        if (kind.equals(LIST) && other.kind.equals(LIST)) {
            return size < 0 || other.size < 0 || size == other.size;
        }
        // A number, and whatever else is a single value, is the same key as its text.
        boolean bothSingle = isSingle() && other.isSingle();
        return kind.equals(other.kind) || bothSingle && (kind.equals(TEXT) || other.kind.equals(TEXT));
    }

    /** Whether both seem to be about the same thing; when in doubt, yes. */
    public boolean meansSame(KeyShape other) {
        if (!mayMeet(other)) {
            return false;
        }
        for (int i = 0; i < Math.min(names.size(), other.names.size()); i++) {
            if (!isSame(names.get(i), other.names.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What it is, for a reader. */
    public String text() {
        return size < 0 || !kind.equals(LIST) ? kind : "list of " + size;
    }

    private boolean isSingle() {
        return !kind.equals(LIST) && !kind.equals(MAP) && !kind.startsWith(WHOLE);
    }

    // "id" of a product is its "productId" elsewhere.
    private static boolean isSame(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        return a.endsWith(b) || b.endsWith(a);
    }
}
