package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/**
 * The properties of one area.
 *
 * @param <S> the settings of one name
 */
public interface AreaProperties<S> {

    /**
     * Checks their values.
     *
     * @throws KvPropertyException naming one that cannot be meant
     */
    void check();

    /** The name of the store that keeps the area's records; null for the default one. */
    @Nullable
    String store();

    /** What they say about operations. */
    AreaSettings<S> settings();
}
