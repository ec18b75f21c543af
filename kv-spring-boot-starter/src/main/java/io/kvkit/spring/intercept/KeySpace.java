package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Area;
import io.kvkit.store.Namespace;

/**
 * The part of the store that belongs to this application.
 *
 * @param prefix what every key begins with
 */
public record KeySpace(String prefix) {

    /** Where the records of one name of an area are. */
    public Namespace of(Area<?> area, String name) {
        return area.recipe().namespace(prefix, name);
    }
}
