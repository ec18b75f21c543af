package io.kvkit.recipe;

import org.jspecify.annotations.Nullable;

/**
 * Converts keys that are objects to text: equal keys to equal texts, different keys to different texts. Implementations
 * must be safe for use by several threads.
 *
 * <pre>{@code
 * KeyWriter writer = (area, key) ->
 *     KeyWriter.BASIC.text(area, key instanceof Sku sku ? sku.number() : key);
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface KeyWriter {

    /** Writes texts, whole numbers, booleans, UUIDs, and lists of these, in the same way as the annotations. */
    KeyWriter BASIC = new BasicKeys();

    /**
     * Returns the text of a key. 1, 1L and "1" are one key; a list is a composite key. In a cache null is a key like
     * any other; in the other areas null and blank identify nothing.
     *
     * @throws IllegalArgumentException if the key, or a part of it, identifies nothing or has no text
     */
    String text(Area area, @Nullable Object key);
}
