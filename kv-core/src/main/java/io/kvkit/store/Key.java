package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * The physical name of one record: its {@linkplain Namespace namespace} and an id.
 *
 * <p>A store finds the recipe, the name and the retention in the namespace; it never parses the text. Two keys are
 * equal if their texts are equal. {@link #toString()} is safe to log: it shows the namespace and a short hash, never
 * the id. Instances are immutable and safe for use by several threads.
 *
 * <pre>{@code
 * Key key = Namespace.of("shop", "cache", "products", Retention.EVICTABLE).key("42");
 * key.text();                 // shop:cache:products:42
 * key.namespace().name();     // products
 * }</pre>
 *
 * @since 0.1
 */
public final class Key {

    /** What a store at its bound may do with the record. */
    public enum Retention {
        /** The record can be computed again, so a full store may drop it. */
        EVICTABLE,
        /** Dropping the record would break a promise; a full store refuses new ones instead. */
        KEPT
    }

    /** The number of slots of a Redis Cluster. */
    public static final int SLOTS = Slots.COUNT;

    private final Namespace namespace;
    private final String text;

    // One more than the slot; 0 until it is computed. Threads that compute it at the same time find the same slot.
    private int slotAndOne;

    Key(Namespace namespace, String text) {
        this.namespace = namespace;
        this.text = text;
    }

    /** Returns the part of the key space that the key is in. */
    public Namespace namespace() {
        return namespace;
    }

    /** Returns the name under which the record is stored; UTF-8 on the wire. */
    public String text() {
        return text;
    }

    /** Returns the slot of the key in a Redis Cluster, from 0 to {@link #SLOTS} - 1. It is computed once. */
    public int slot() {
        int known = slotAndOne;
        if (known == 0) {
            known = 1 + Slots.of(text);
            slotAndOne = known;
        }
        return known - 1;
    }

    /** Returns whether a bounded store may drop the record. */
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
