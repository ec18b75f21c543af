package io.kvkit.recipe;

import org.jspecify.annotations.Nullable;

/**
 * Writes keys that are given as objects: equal ones as equal texts, different ones as different texts. Implementations are
 * safe for use by several threads.
 */
@FunctionalInterface
public interface KeyWriter {

    /** Writes texts, whole numbers, booleans, UUIDs, and lists of these, as annotations write them. */
    KeyWriter BASIC = new BasicKeys();

    /**
     * The text of a key. 1, 1L and "1" are one key; a list is a composite key. In a cache null is a key like any other; in
     * the other areas null and blank identify nothing.
     *
     * @throws IllegalArgumentException if the key, or a part of it, identifies nothing or has no text
     */
    String text(Area area, @Nullable Object key);
}
