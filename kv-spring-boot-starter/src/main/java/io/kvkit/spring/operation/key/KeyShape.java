package io.kvkit.spring.operation.key;

import java.util.List;
import java.util.Locale;

/**
 * What is known about a key before any call.
 *
 * @param kind the kind of its values: {@link #UNKNOWN}, {@link #TEXT}, {@link #LIST}, {@link #MAP}, or the name of
 *     another kind of single value
 * @param size the number of parts of a list; -1 if it is unknown
 * @param names the names of the key or of each part; empty if there is no name
 * @param constant whether the key is the same for all calls
 */
public record KeyShape(String kind, int size, List<String> names, boolean constant) {

    static final String UNKNOWN = "unknown";

    /** A key of which nothing is known. */
    public static final KeyShape ANY = new KeyShape(UNKNOWN, -1, List.of(), false);

    static final String TEXT = "text";
    static final String LIST = "list";
    static final String MAP = "map";

    /** The prefix of the kinds of objects with several properties. */
    static final String WHOLE = "whole ";

    /** Copies the names. */
    public KeyShape {
        names = List.copyOf(names);
    }

    /** Returns whether two keys of these shapes can ever be equal; true if in doubt. */
    public boolean mayMeet(KeyShape other) {
        if (kind.equals(UNKNOWN) || other.kind.equals(UNKNOWN)) {
            return true;
        }
        if (kind.equals(LIST) && other.kind.equals(LIST)) {
            return size < 0 || other.size < 0 || size == other.size;
        }
        // A number or another single value is the same key as its text.
        boolean bothSingle = isSingle() && other.isSingle();
        return kind.equals(other.kind) || bothSingle && (kind.equals(TEXT) || other.kind.equals(TEXT));
    }

    /** Returns whether both keys seem to have the same meaning; true if in doubt. */
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

    /** Returns a description for readers. */
    public String text() {
        return size < 0 || !kind.equals(LIST) ? kind : "list of " + size;
    }

    /** Returns whether the key is a list. */
    public boolean isList() {
        return kind.equals(LIST);
    }

    private boolean isSingle() {
        return !kind.equals(LIST) && !kind.equals(MAP) && !kind.startsWith(WHOLE);
    }

    // The "id" of a product is a "productId" elsewhere.
    private static boolean isSame(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        return a.endsWith(b) || b.endsWith(a);
    }
}
