package io.kvkit.spring.operation;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.store.Durability;
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

    /** Returns how safe the area's records must be before a call relies on them. */
    default Durability durable() {
        return Durability.NONE;
    }

    /** Returns the settings of the area's operations. */
    AreaSettings<S> settings();
}
