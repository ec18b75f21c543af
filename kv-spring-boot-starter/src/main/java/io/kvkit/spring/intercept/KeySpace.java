package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Area;
import io.kvkit.store.Namespace;

/**
 * The part of the store that belongs to this application.
 *
 * @param prefix the prefix of every key
 */
public record KeySpace(String prefix) {

    /** Returns the namespace of the records of one name in an area. */
    public Namespace of(Area<?> area, String name) {
        return area.recipe().namespace(prefix, name);
    }
}
