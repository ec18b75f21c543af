package io.kvkit.spring.operation;

import io.kvkit.spring.KvPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one area.
 *
 * @param <S> the settings of one name
 */
public interface AreaProperties<S> {

    /**
     * Checks the values of the properties.
     *
     * @throws KvPropertyException if a value is invalid; the message names the property
     */
    void check();

    /** Returns the name of the store that keeps the area's records; null for the default one. */
    @Nullable
    String store();

    /** Returns the settings of the area's operations. */
    AreaSettings<S> settings();
}
