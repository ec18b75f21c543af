package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * The physical name of one record, and whether a bounded store may drop that record.
 *
 * <p>Two keys are equal when their texts are equal. {@link #toString()} is safe to log: it shows the namespace and a
 * short hash, never the id. Namespaces build keys; see {@link Namespace}.
 */
public final class Key {

    /** What a store at its bound may do with the record. */
    public enum Retention {
        /** The record can be computed again, so a full store may drop it. */
        EVICTABLE,
        /** Dropping the record would break a promise; a full store refuses new ones instead. */
        KEPT
    }

    private final Namespace namespace;
    private final String text;

    Key(Namespace namespace, String text) {
        this.namespace = namespace;
        this.text = text;
    }

    /** The part of the key space that the key is in. */
    public Namespace namespace() {
        return namespace;
    }

    /** The name under which the record is stored, as UTF-8 on the wire. */
    public String text() {
        return text;
    }

    /** Whether a bounded store may drop the record. */
    public Retention retention() {
        return namespace.retention();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key key && text.equals(key.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text.substring(0, namespace.start().length() - 1) + "#" + Integer.toHexString(text.hashCode());
    }
}
