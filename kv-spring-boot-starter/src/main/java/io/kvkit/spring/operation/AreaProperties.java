package io.kvkit.spring.operation;

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

    /** What they say about operations. */
    AreaSettings<S> settings();
}
